/**
 * Series colours that stay apart for colour-blind eyes, each at least 3:1 on its background: palette.test.ts looks at them as
 * such eyes do.
 */
import { useComputedColorScheme } from '@mantine/core';

export interface ChartTheme {
  text: string;
  grid: string;
  axis: string;
  background: string;
  series: readonly string[];
}

export const light: ChartTheme = {
  text: '#565f6c',
  grid: '#e9ecf0',
  axis: '#c8ced7',
  background: '#ffffff',
  series: ['#2388cf', '#d55e00', '#067e5c', '#a6478b', '#a57f3f', '#3d3d9e', '#af221a', '#4c4c4d'],
};

export const dark: ChartTheme = {
  text: '#98a1af',
  grid: '#292f38',
  axis: '#414a56',
  background: '#1b1f25',
  series: ['#1b93ca', '#f5a142', '#3fc99a', '#e290c2', '#f0e442', '#a9a6ff', '#f68078', '#d0d0d0'],
};

export function useChartTheme(): ChartTheme {
  return useComputedColorScheme('light') === 'dark' ? dark : light;
}

export const seriesColor = (theme: ChartTheme, index: number): string =>
  theme.series[index % theme.series.length] as string;

/** Series colours that stay apart for colour-blind eyes, each at least 3:1 on its background. */
import { useComputedColorScheme } from '@mantine/core';

export interface ChartTheme {
  text: string;
  grid: string;
  axis: string;
  background: string;
  series: readonly string[];
}

const light: ChartTheme = {
  text: '#565f6c',
  grid: '#e9ecf0',
  axis: '#c8ced7',
  background: '#ffffff',
  series: ['#0072b2', '#d55e00', '#00805f', '#a6478b', '#7a5c00', '#3d3d9e', '#b3261e', '#4d4d4d'],
};

const dark: ChartTheme = {
  text: '#98a1af',
  grid: '#292f38',
  axis: '#414a56',
  background: '#1b1f25',
  series: ['#56b4e9', '#f5a142', '#3fc99a', '#e58ac0', '#f0e442', '#a9a6ff', '#ff8a80', '#d0d0d0'],
};

export function useChartTheme(): ChartTheme {
  return useComputedColorScheme('light') === 'dark' ? dark : light;
}

export const seriesColor = (theme: ChartTheme, index: number): string =>
  theme.series[index % theme.series.length] as string;

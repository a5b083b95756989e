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
  /** From the least to the largest value: apart in lightness as well. */
  ends: readonly [low: string, high: string];
}

export const light: ChartTheme = {
  text: '#565f6c',
  grid: '#e9ecf0',
  axis: '#c8ced7',
  background: '#ffffff',
  series: ['#2388cf', '#d55e00', '#067e5c', '#a6478b', '#a57f3f', '#3d3d9e', '#af221a', '#4c4c4d'],
  ends: ['#08245c', '#d97300'],
};

export const dark: ChartTheme = {
  text: '#98a1af',
  grid: '#292f38',
  axis: '#414a56',
  background: '#1b1f25',
  series: ['#1b93ca', '#f5a142', '#3fc99a', '#e290c2', '#f0e442', '#a9a6ff', '#f68078', '#d0d0d0'],
  ends: ['#3f86dd', '#ffd27a'],
};

export function useChartTheme(): ChartTheme {
  return useComputedColorScheme('light') === 'dark' ? dark : light;
}

export const seriesColor = (theme: ChartTheme, index: number): string =>
  theme.series[index % theme.series.length] as string;

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** Between two colours: 0 the first, 1 the second. */
export function mixed(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const each = a.map((low, i) => Math.round(low + share * ((b[i] as number) - low)));
  return `#${each.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const luminance = (hex: string): number =>
  channels(hex).reduce((sum, value, i) => {
    const part = value / 255;
    const linear = part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    return sum + linear * ([0.2126, 0.7152, 0.0722][i] as number);
  }, 0);

/** Of a text on a coloured ground: whichever of near black and white reads better, at least 4.5:1. */
export const readableOn = (hex: string): string => (luminance(hex) > 0.179 ? '#000000' : '#ffffff');

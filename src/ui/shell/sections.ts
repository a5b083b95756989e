/** The seven sections of the rail, and the key that follows `g`. */
import {
  IconActivity,
  IconAdjustments,
  IconBrain,
  IconChartLine,
  IconDatabase,
  IconPlayerPlay,
  IconTargetArrow,
} from '@tabler/icons-react';

export const sections = [
  {
    to: '/',
    label: 'Data',
    key: 'd',
    icon: IconDatabase,
    under: ['/data', '/map', '/import', '/from', '/webcam'],
  },
  { to: '/models', label: 'Models', key: 'm', icon: IconBrain, under: ['/models'] },
  { to: '/train', label: 'Train', key: 't', icon: IconPlayerPlay, under: ['/train', '/search', '/families'] },
  { to: '/runs', label: 'Runs', key: 'r', icon: IconChartLine, under: ['/runs', '/compare'] },
  { to: '/predict', label: 'Predict', key: 'p', icon: IconTargetArrow, under: ['/predict'] },
  { to: '/monitor', label: 'Monitor', key: 'o', icon: IconActivity, under: ['/monitor'] },
  { to: '/settings', label: 'Settings', key: 's', icon: IconAdjustments, under: ['/settings', '/api'] },
] as const;

export type Section = (typeof sections)[number];

export const sectionOf = (path: string): Section | undefined =>
  sections.find(
    ({ to, under }) => path === to || under.some((root) => path === root || path.startsWith(`${root}/`)),
  );

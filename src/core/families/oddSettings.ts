import { z } from 'zod';

export const oddShareSetting = z.number().min(0).max(0.5).default(0.05).meta({
  label: 'Share of odd rows',
  hint: 'The threshold is set so that this share of the training rows is called odd; it can be moved afterwards.',
});

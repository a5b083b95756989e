import { defineConfig } from '@playwright/test';
import config from './playwright.config';

/** The journeys of `npm run test:long`: those tagged @long. */
export default defineConfig({ ...config, grep: /@long/, grepInvert: undefined, timeout: 600_000 });

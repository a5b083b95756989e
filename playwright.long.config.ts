import { defineConfig } from '@playwright/test';
import config from './playwright.config';

/** The journeys of `npm run test:long`. */
export default defineConfig({ ...config, testDir: 'e2e/long', testIgnore: [], timeout: 600_000 });

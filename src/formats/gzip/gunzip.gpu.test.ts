/** The browser's own DecompressionStream ends at the first member, or refuses what comes behind it. */
import { checkGzip } from './checkGzip';

checkGzip();

/** Entry point: parses untrusted rows away from the page; thrown away after one file. */
import { rowReader } from './rowReader';
import { exposeApi } from './wire';

exposeApi(rowReader());

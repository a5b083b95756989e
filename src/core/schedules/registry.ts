import { Registry } from '../registry/registry';
import * as listed from './index';
import type { ScheduleDef } from './scheduleDef';

export const schedules = new Registry<ScheduleDef>('schedule', Object.values(listed));

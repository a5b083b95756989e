import { Registry } from '../registry/registry';
import * as listed from './index';
import type { MetricDef } from './metricDef';

export const metrics = new Registry<MetricDef>('metric', Object.values(listed));

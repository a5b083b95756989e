import { canonicalJson } from '#/storage/canonicalHash';
import { fromJson, toJsonAtOnce } from '../jsonCodec';

/** Equal values are equal texts, whatever the order of their keys. */
export const textOf = (value: unknown): string => canonicalJson(toJsonAtOnce(value));
export const valueOf = (text: string): unknown => fromJson(JSON.parse(text));

/** A trait of a group in plain words. */
import type { Trait } from './profile';

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** "age is much lower: 31.2 on average, 48.9 over all" */
export function traitWords({ column, apart, mean, value }: Trait, number: (value: number) => string): string {
  const size = Math.abs(apart);
  const much = size >= 1.5 ? 'much ' : size >= 0.8 ? '' : 'somewhat ';
  if (mean)
    return `${column} is ${much}${apart > 0 ? 'higher' : 'lower'}: ${number(mean.own)} on average, ${number(mean.all)} over all`;
  if (!value) return column;
  const said = value.text === '' ? '(empty)' : value.text;
  return value.own > 0.5
    ? `${column} is ${value.own > 0.995 ? 'always' : 'mostly'} ${said}: ${percent(value.own)} of them, ${percent(value.all)} of all`
    : `${column} is most often ${said}: ${percent(value.own)} of them, ${percent(value.all)} of all`;
}

/** A third, in two digits: what is learnt already is easily lost at the rate that learnt it. */
export const gentlerRate = (rate: number): number => Number((rate / 3).toPrecision(2));

/** From such a rank correlation on with the explanation of an untaught network, an explanation does not come from what was learnt. */
export const unlearntCorrelation = 0.7;

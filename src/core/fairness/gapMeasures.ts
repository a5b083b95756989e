/** Ways of asking for fairness: which rate should be equal. */
export const gapMeasures = [
  ['demographicParity', 'Demographic parity', 'positive rate'],
  ['equalOpportunity', 'Equal opportunity', 'true positive rate'],
  ['equalisedOdds', 'Equalised odds', 'true and false positive rate'],
  ['predictiveParity', 'Predictive parity', 'precision'],
  ['accuracy', 'Accuracy', 'share that is right'],
] as const;

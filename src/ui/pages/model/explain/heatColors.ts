/** Told apart by those who see no red or green. */
export const heatColors = { above: [232, 113, 10], below: [38, 118, 224] } as const;

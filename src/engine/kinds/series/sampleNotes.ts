/** What was left out before anything was divided. */
export function sampleNotes(missing: number, target: string, forecast: boolean): string[] {
  if (missing === 0) return [];
  const one = missing === 1;
  return [
    `${missing} ${one ? 'window has' : 'windows have'} no ${forecast ? 'value in the time to forecast' : target} and ${one ? 'was' : 'were'} left out.`,
  ];
}

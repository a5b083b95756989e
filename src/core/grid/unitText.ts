/**
 * A unit as people write it: "m**2 s**-2" and "m2 s-2" become "m² s⁻²", "degrees_north" "°N". What is not one of the
 * spellings of UDUNITS (https://docs.unidata.ucar.edu/udunits) stays as it is. For display only: files keep theirs.
 */
const names: Record<string, string> = {
  degree: '°',
  degrees: '°',
  degrees_north: '°N',
  degree_north: '°N',
  degrees_east: '°E',
  degree_east: '°E',
  degC: '°C',
  celsius: '°C',
  degree_Celsius: '°C',
  degrees_Celsius: '°C',
  kelvin: 'K',
  percent: '%',
  micron: 'µm',
};
const raised: Record<string, string> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** Without a sign of a power, a digit is one only behind these: "m2", not "CO2". */
const symbols = new Set('m s kg g K Pa hPa W J N A V T Hz mol cd sr rad mm cm km um nm ms h'.split(' '));

export function unitText(unit: string): string {
  return (
    names[unit] ??
    unit
      .replaceAll('**', '^')
      .split(/([\s*/·]+)/)
      .map(raise)
      .join('')
  );
}

/** A symbol with a power: "s^-2", "s-2". */
function raise(text: string): string {
  const [, symbol = '', sign, power = ''] = /^([A-Za-zµ°%]+)(\^?)([+-]?\d{1,2})$/.exec(text) ?? [];
  if (!symbol || !(sign || symbols.has(symbol))) return text;
  return symbol + Array.from(power.replace('+', ''), (digit) => raised[digit] ?? digit).join('');
}

import { expect, test } from 'vitest';
import { unitText } from './unitText';

test.each([
  ['m**2 s**-2', 'm² s⁻²'],
  ['m s-1', 'm s⁻¹'],
  ['kg/m^3', 'kg/m³'],
  ['W m-2', 'W m⁻²'],
  ['degrees_north', '°N'],
  ['degC', '°C'],
  ['millibars', 'millibars'],
  ['days since 1979-01-01', 'days since 1979-01-01'],
  ['CO2 ppm', 'CO2 ppm'],
  ['1', '1'],
  ['K', 'K'],
])('%s', (unit, text) => {
  expect(unitText(unit)).toBe(text);
});

/**
 * Gamma spectra of a scintillation detector: lines of isotopes at their known energies (keV, with how often each is
 * sent out), broadened as such a detector does, on scattered light and background, with a gain that drifts. Generated.
 */
import { sampleRandom } from './sampleRandom';

const channels = 160;
const keVPerChannel = 10;
const perIsotope = 60;

const lines = {
  'Am-241': [[59.5, 0.36]],
  'Ba-133': [
    [81, 0.33],
    [302.9, 0.18],
    [356, 0.62],
  ],
  'Cs-137': [[661.7, 0.85]],
  'Co-60': [
    [1173.2, 1],
    [1332.5, 1],
  ],
  background: [],
} as const satisfies Record<string, readonly (readonly [keV: number, share: number])[]>;

export function makeSpectra(): string {
  const random = sampleRandom(6617);
  const rows = [['isotope', ...Array.from({ length: channels }, (_, i) => `ch${i}`)].join()];
  for (let i = 0; i < perIsotope; i++)
    for (const [name, peaks] of Object.entries(lines)) {
      const [gain, counts] = [1 + 0.02 * random.normal(), 1500 + 3000 * random.uniform()];
      const expected = Float64Array.from({ length: channels }, (_, c) => {
        const keV = (c + 0.5) * keVPerChannel;
        const potassium = 6 * Math.exp(-(((keV - 1460.8 * gain) / 45) ** 2) / 2);
        let mean = 30 * Math.exp(-keV / 300) + 1.2 + potassium;
        for (const [line, share] of peaks as readonly (readonly [number, number])[]) {
          const width = 0.03 * Math.sqrt(line * 661.7);
          mean += counts * share * 0.02 * Math.exp(-(((keV - line * gain) / width) ** 2) / 2);
          // Compton scattering, up to its edge.
          const edge = line / (1 + 511 / (2 * line));
          if (keV < edge) mean += (counts * share * 0.05 * keVPerChannel) / edge;
        }
        return mean;
      });
      const counted = Array.from(expected, (mean) =>
        Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal())),
      );
      rows.push([name, ...counted].join());
    }
  return `${rows.join('\n')}\n`;
}

import { sampleRandom } from './make/sampleRandom';
import { defineSample } from './sampleDef';

const perSyllable = 40;

/** A wave that swells and dies away, twice. */
const wavePath = Array.from({ length: 93 }, (_, x) => {
  const swell = Math.exp(-(((x - 28) / 12) ** 2)) + 0.8 * Math.exp(-(((x - 66) / 14) ** 2));
  return `${x === 0 ? 'M' : 'L'}${4 + x} ${(32 + 22 * swell * Math.sin(1.3 * x)).toFixed(1)}`;
}).join('');

export const spokenSyllables = defineSample({
  type: 'spokenSyllables',
  name: 'Spoken syllables',
  kind: 'audio',
  task: 'classification',
  size: '240 clips of 38 × 40, 0.6 s each',
  about: 'Which syllable a voice says: ba, da, ma, sa, shi or mu. Synthesised.',
  sketch: [{ path: wavePath, color: 2, line: 1.4 }],
  fileName: 'spoken-syllables.tar',
  mime: 'application/x-tar',
  async make() {
    const [{ saySyllable, syllableRate, syllables }, { writeTar }, { writeWav }] = await Promise.all([
      import('./make/syllables'),
      import('./make/writeTar'),
      import('../audio/writeWav'),
    ]);
    const random = sampleRandom(2_511);
    const files = Object.keys(syllables).flatMap((name) =>
      Array.from({ length: perSyllable }, (_, i) => ({
        path: `spoken-syllables/${name}/${String(i + 1).padStart(2, '0')}.wav`,
        bytes: writeWav(saySyllable(name, random), syllableRate),
      })),
    );
    return writeTar(files);
  },
});

/** Sound from a dropped archive to a trained model, its answers and its file, as a user goes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type AudioSchema, soundIn } from '#/core/audio/audioSchema';
import { writeWav } from '#/core/audio/writeWav';
import type { FittedAudio } from '#/core/audio/fittedAudio';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import { saySyllable, syllableRate } from '#/core/samples/make/syllables';
import { writeTar } from '#/core/samples/make/writeTar';
import type { ShownClip } from '#/data/audio/clipViewer';
import { makeSample } from '#/data/makeSample';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`audio-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}
async function imported(files: File[], options?: Record<string, unknown>) {
  const { jobId, datasetId } = await run('datasets.import', {
    files,
    ...(options && { options: { audio: options } }),
  });
  await ended(jobId);
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('no version');
  return { datasetId, version };
}
async function refused(files: File[]) {
  const { jobId } = await run('datasets.import', { files, kind: 'audio' });
  const job = await run('jobs.wait', { id: jobId });
  expect(job.status).toBe('failed');
  return job.error;
}

it('the sample is imported, heard, trained on, judged, asked by file and number, and exported with its sound', async () => {
  const { datasetId, version } = await imported([await makeSample('spokenSyllables')]);
  const { hearing, stride } = soundIn(version.schema);
  expect(version.rows).toBe(240);
  expect(hearing).toMatchObject({
    rate: 8000,
    samples: 4800,
    features: { form: 'logMel', fft: 256, hop: 128, mels: 40 },
  });
  expect(stride).toBe(0);
  const described = await run('datasets.describe', { id: datasetId });
  expect(described).toMatchObject({ suggestedTarget: 'label', schema: { kind: 'audio' } });

  const { data } = studio.services;
  const [clip] = (await data.view('audio', version.id, { rows: [7], samples: true })) as ShownClip[];
  expect(clip).toMatchObject({ frames: 38, bands: 40 });
  expect(clip?.samples?.length).toBe(4800);
  expect(clip?.picture.length).toBe(38 * 40);
  const features = { ...hearing.features, form: 'mfcc' as const, coefficients: 13 };
  const [other] = (await data.view('audio', version.id, { rows: [7], features })) as ShownClip[];
  expect(other).toMatchObject({ frames: 38, bands: 13 });

  // Coarser pictures are learnt from sooner.
  const coarse = await run('datasets.rehear', { versionId: version.id, features: { hop: 256, mels: 24 } });
  expect(coarse.rows).toBe(240);
  const options = await run('training.options', { datasetId });
  expect(options.families[0]?.type).toBe('cnn2d');
  const { jobId, modelId, runId } = await run('training.submit', {
    datasetId,
    versionId: coarse.versionId,
    target: 'label',
    family: 'cnn2d',
    familyParams: { filters: [8, 16, 32] },
    training: { epochs: 12, backend: 'wasm', seed: 1, batchSize: 8, learningRate: 0.01 },
  });
  await ended(jobId);
  const [model] = (await run('models.get', { id: modelId })).versions;
  expect(model?.metrics.valAccuracy).toBeGreaterThan(0.8);
  const fitted = model?.input.fitted as FittedAudio;
  expect(fitted.mean.length).toBe(24);

  const random = sampleRandom(99);
  const said = ['shi', 'ba', 'mu', 'sa'];
  const clips = said.map((name) => saySyllable(name, random));
  const files = clips.map((sound, i) => new File([writeWav(sound, syllableRate)], `${i}.wav`));
  const byFile = await run('inference.predict', { modelId, files });
  expect(byFile.predictions.map(({ value }) => value)).toEqual(said);
  // The loudest clip of a longer file.
  const long = new Float32Array(3 * 4800);
  long.set(clips[0] as Float32Array, 6000);
  const longer = await run('inference.predict', {
    modelId,
    files: [new File([writeWav(long, 8000)], 'long.wav')],
  });
  expect(longer.predictions[0]?.value).toBe('shi');
  expect(longer.warnings).toEqual([
    expect.stringMatching(/is 1.80 s long and the model hears 0.6 s: .* from 0.75 s on/),
  ]);
  const byNumber = await run('inference.predict', { modelId, samples: [0, 200] });
  expect(byNumber.predictions.map(({ value }) => value)).toEqual(['ba', 'mu']);
  await expect(run('inference.predict', { modelId, inputs: [[0, 0.5, 1]] })).rejects.toThrow(
    /this model takes \[batch, 4800\]/,
  );

  const { files: exported, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  expect(report.parity?.largestDifference).toBeLessThan(1e-4);
  const [onnx] = exported;
  const sound = new Float32Array(said.length * 4800);
  for (const [i, one] of clips.entries())
    sound.set(
      one.map((value) => Math.round(value * 32767) / 32768),
      i * 4800,
    );
  for (const runtime of onnxRuntimes) {
    const feed = { name: 'sound', type: 'float32' as const, data: sound, dims: [said.length, 4800] };
    const out = await runtime.run(onnx?.bytes as Uint8Array<ArrayBuffer>, [feed]);
    expect([...((out.get('label')?.data ?? []) as string[])]).toEqual(said);
  }
  const { html } = await run('runs.report', { runId });
  expect(html).toContain('shi');
  const batch = await run('inference.batch', { modelId, datasetId });
  expect((await ended(batch.jobId)).result).toMatchObject({ score: { judged: 240 } });
}, 300_000);

const tone = (seconds: number, rate: number, hertz: number, loudness = 0.5) =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, n) => loudness * Math.sin((2 * Math.PI * hertz * n) / rate),
  );
const wav = (path: string, sound: ArrayLike<number>, rate = 8000) => ({ path, bytes: writeWav(sound, rate) });
const archive = (files: { path: string; bytes: Uint8Array<ArrayBuffer> }[], name = 'sounds.tar') =>
  new File([writeTar(files)], name);
const text = (path: string, words: string) => ({ path, bytes: new TextEncoder().encode(words) });

it('long files are cut into clips, which stay together, and can be cut anew', async () => {
  const { version } = await imported([
    archive([
      wav('low/1.wav', tone(11, 8000, 200)),
      wav('low/2.wav', tone(4.9, 8000, 210)),
      wav('high/1.wav', tone(12, 16_000, 900), 16_000),
      wav('high/2.wav', tone(1, 8000, 950)),
    ]),
  ]);
  // 2 s each; of 11 s the sixth is filled up, of 4.9 s the rest of 0.9 s is too short.
  expect(version.rows).toBe(6 + 2 + 6 + 1);
  const roles = (of: typeof version) =>
    Object.fromEntries(of.schema.columns.map(({ name, role }) => [name, role]));
  expect(roles(version)).toMatchObject({ file: 'group', label: 'target', start: 'ignored' });
  expect(version.issues.map(({ message }) => message).join(' ')).toMatch(
    /2 rates, from 8,000 Hz to 16,000 Hz; all are heard at 8,000 Hz/,
  );
  const { data } = studio.services;
  const cut = { seconds: 4, stride: 1, features: { form: 'mfcc', coefficients: 12 } };
  const anew = await data.revise(version.id, { kind: 'audio', cut });
  expect(soundIn(anew.schema)).toMatchObject({
    stride: 1,
    hearing: { samples: 32_000, rate: 8000, features: { form: 'mfcc', coefficients: 12 } },
    items: (version.schema.data as AudioSchema).items,
  });
  const { rows } = await run('datasets.rows', { versionId: anew.id, start: 0, count: 100 });
  const [item, label, start] = ['item', 'label', 'start'].map((name) =>
    anew.schema.columns.findIndex((c) => c.name === name),
  ) as [number, number, number];
  expect(rows.filter((row) => row[item] === '0').map((row) => row[start])).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
  ]);
  expect(new Set(rows.map((row) => `${row[item]} ${row[label]}`))).toEqual(
    new Set(['0 low', '1 low', '2 high', '3 high']),
  );
  const whole = await data.revise(anew.id, { kind: 'audio', cut: { stride: 0, rate: 4000 } });
  expect(whole.rows).toBe(4);
  expect(roles(whole)).toMatchObject({ file: 'ignored' });
  expect(soundIn(whole.schema).hearing).toMatchObject({
    rate: 4000,
    samples: 16_000,
    features: { form: 'mfcc', fmax: 2000 },
  });
  await expect(data.revise(whole.id, { kind: 'audio', cut: { features: { fmax: 3000 } } })).rejects.toThrow(
    /nothing above 2000 Hz/,
  );
});

it('labels come from a table beside the files, from names, and from the lists of Speech Commands', async () => {
  const clips = ['a', 'b', 'c', 'd'].map((name) => wav(`audio/${name}.wav`, tone(0.2, 8000, 300)));
  const tabled = await imported([
    archive([
      ...clips,
      text('meta.csv', 'filename,kind,age\na.wav,cat,3\nb.wav,dog,4\nc.wav,cat,5\nd.wav,dog,6\n'),
    ]),
  ]);
  expect(tabled.version.schema.columns.map(({ name, role }) => [name, role])).toEqual(
    expect.arrayContaining(
      [
        ['kind', 'feature'],
        ['age', 'target'],
      ].map(([name]) => [name, expect.anything()]),
    ),
  );
  const digits = [0, 1, 2].flatMap((take) =>
    ['0', '1'].map((digit) => wav(`${digit}_jackson_${take}.wav`, tone(0.2, 8000, 300))),
  );
  const named = await imported([archive(digits)]);
  expect((await run('datasets.describe', { id: named.datasetId })).suggestedTarget).toBe('label');
  const speech = ['yes', 'no'].flatMap((word) =>
    ['0a7c2a8d', '1b2c3d4e', '2c3d4e5f'].flatMap((who) =>
      [0, 1].map((n) => wav(`${word}/${who}_nohash_${n}.wav`, tone(0.2, 8000, 300))),
    ),
  );
  const commands = await imported([
    archive([
      ...speech,
      wav('_background_noise_/rain.wav', tone(12, 8000, 50)),
      text('validation_list.txt', 'yes/1b2c3d4e_nohash_0.wav\nno/1b2c3d4e_nohash_0.wav\n'),
      text('testing_list.txt', 'yes/2c3d4e5f_nohash_0.wav\n'),
      text('README.md', '# Speech Commands'),
    ]),
  ]);
  expect(commands.version.rows).toBe(12);
  const roles = Object.fromEntries(commands.version.schema.columns.map(({ name, role }) => [name, role]));
  expect(roles).toMatchObject({ label: 'target', split: 'split', speaker: 'group' });
  expect(commands.version.issues.map(({ message }) => message).join(' ')).toMatch(
    /background noise beside the words: “_background_noise_\/rain.wav”/,
  );
});

it('what cannot be used is left out by name, and what is odd is told', async () => {
  const good = tone(0.5, 8000, 440);
  const lying = writeWav(good, 8000);
  new DataView(lying.buffer).setUint32(40, 4_000_000, true);
  const rateless = writeWav(good, 8000);
  new DataView(rateless.buffer).setUint32(24, 0, true);
  const { version } = await imported([
    archive([
      wav('a/1.wav', good),
      wav('b/1.wav', good),
      wav('a/silent.wav', new Float32Array(4000)),
      { path: 'a/lying.wav', bytes: lying },
      { path: 'b/rateless.wav', bytes: rateless },
      text('b/letter.wav', 'This is a letter and no sound.'),
      { path: 'b/packed.mp3', bytes: Uint8Array.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0, 1, 2, 3]) },
      { path: 'b/empty.wav', bytes: new Uint8Array(0) },
    ]),
  ]);
  expect(version.rows).toBe(4);
  const told = version.issues.map(({ message }) => message).join('\n');
  for (const words of [
    /claims 0 samples a second: “b\/rateless.wav”/,
    /no sound file that is known, whatever its name says: “b\/letter.wav”/,
    /empty: “b\/empty.wav”/,
    /“b\/packed.mp3”/,
    /Silent from beginning to end: “a\/silent.wav”/,
    /promises 4,000,000 bytes of sound and the file holds 8,000: it was cut off: “a\/lying.wav”/,
  ])
    expect(told).toMatch(words);
  expect(await refused([new File(['not sound at all'], 'letter.wav')])).toMatchObject({
    place: 'letter.wav',
  });
});

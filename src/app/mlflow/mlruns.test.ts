import { describe, expect, it } from 'vitest';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { run as given } from '#/storage/fixtures/records';
import { attachFiles } from '../attachFiles';
import { exportMlruns } from './exportMlruns';
import { importMlruns } from './importMlruns';

/** As MLflow 2 lays it out and writes its YAML. */
const mlflowFiles = {
  'mlruns/.trash/x': '',
  'mlruns/0/meta.yaml':
    "artifact_location: file:///home/me/mlruns/0\ncreation_time: 1721450900000\nexperiment_id: '0'\nlast_update_time: 1721450900000\nlifecycle_stage: active\nname: Default\n",
  'mlruns/606783375233873416/meta.yaml':
    "artifact_location: file:///home/me/mlruns/606783375233873416\ncreation_time: 1721450900001\nexperiment_id: '606783375233873416'\nlast_update_time: 1721450900001\nlifecycle_stage: active\nname: Wein\n",
  'mlruns/606783375233873416/12345678909041543960000960000e19/meta.yaml':
    "artifact_uri: file:///home/me/mlruns/606783375233873416/12345678909041543960000960000e19/artifacts\nend_time: 1721450907230\nentry_point_name: ''\nexperiment_id: '606783375233873416'\nlifecycle_stage: active\nrun_id: 12345678909041543960000960000e19\nrun_name: wistful-ant-659 with a name that is so long that the\n  writer folds it\nrun_uuid: 12345678909041543960000960000e19\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: 1721450907221\nstatus: 3\ntags: []\nuser_id: me\n",
  'mlruns/606783375233873416/12345678909041543960000960000e19/params/alpha': '0.5',
  'mlruns/606783375233873416/12345678909041543960000960000e19/params/model/depth': '7',
  'mlruns/606783375233873416/12345678909041543960000960000e19/tags/mlflow.user': 'me',
  'mlruns/606783375233873416/12345678909041543960000960000e19/metrics/rmse':
    '1721450907225 0.82 0\n1721450907226 0.79 1\n1721450907227 nan 2\n',
  'mlruns/606783375233873416/12345678909041543960000960000e19/metrics/lr': '1721450907225 1e-05 0\n',
  'mlruns/606783375233873416/12345678909041543960000960000e19/artifacts/plots/loss.svg': '<svg/>',
  'mlruns/606783375233873416/12345678909041543960000960000e19/artifacts/table.csv': 'a,b\n1,2\n',
  'mlruns/606783375233873416/12345678909041543960000960000e19/artifacts/model/data.pkl': 'x',
  'mlruns/606783375233873416/gone/meta.yaml': 'lifecycle_stage: deleted\nrun_id: gone\nstatus: 3\n',
};

const folder = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) =>
    Object.defineProperty(new File([text], path.split('/').at(-1) ?? ''), 'webkitRelativePath', {
      value: path,
    }),
  );

describe('mlruns', () => {
  it('that MLflow wrote come in with every figure, once', async () => {
    const storage = await freshStorage();
    expect(await importMlruns(storage, folder(mlflowFiles))).toMatchObject({ known: 0, leftOut: 1 });
    const [run, ...others] = await storage.runs.list();
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      id: '12345678909041543960000960000e19',
      origin: 'mlflow',
      status: 'finished',
      name: 'wistful-ant-659 with a name that is so long that the writer folds it',
      startedAt: 1721450907221,
      finishedAt: 1721450907230,
      params: { alpha: '0.5', 'model/depth': '7' },
      tags: { 'mlflow.user': 'me' },
      summary: { rmse: Number.NaN, lr: 1e-5 },
    });
    expect(run?.artifacts.map(({ name, type }) => [name, type])).toEqual([
      ['plots/loss.svg', 'image/svg+xml'],
      ['table.csv', 'text/csv'],
    ]);
    const table = run?.artifacts[1]?.blob;
    expect(table && new TextDecoder().decode(await storage.blobs.get(table))).toBe('a,b\n1,2\n');
    const points = await storage.metrics.list(run?.id ?? '', ['rmse']);
    expect(points.map(({ step, value, timestamp }) => [step, value, timestamp])).toEqual([
      [0, 0.82, 1721450907225],
      [1, 0.79, 1721450907226],
      [2, Number.NaN, 1721450907227],
    ]);
    const experiments = await storage.experiments.list();
    expect(experiments.find(({ id }) => id === run?.experimentId)?.name).toBe('Wein');
    expect(await importMlruns(storage, folder(mlflowFiles))).toEqual({ imported: [], known: 1 });
  });

  it('that the studio wrote come back as they were, in another studio', async () => {
    const storage = await freshStorage();
    const wide = await storage.experiments.create('Wide: ü');
    const made = await storage.runs.create({
      ...given('d', 'm'),
      experimentId: wide.id,
      status: 'finished',
      finishedAt: Date.now(),
      params: { learningRate: 0.01, bias: true, features: 'a "b", c\nd' },
      summary: { valLoss: 0.5 },
      tags: { 'odd/../name': 'x' },
      notes: 'long\nnotes',
    });
    const blob = new Blob(['<p>all</p>']);
    const whole = await attachFiles(storage, made, [{ name: 'pages/all.html', blob }]);
    const part = await storage.runs.create({
      ...given('d', 'm'),
      experimentId: wide.id,
      parentId: whole.id,
      status: 'failed',
    });
    const points = [1, 2].map((step) => ({
      runId: whole.id,
      name: 'valLoss',
      step: 10 * step,
      epoch: step,
      timestamp: 1000 + step,
      value: 1 / step,
    }));
    await storage.metrics.append(whole.id, points);
    const file = await exportMlruns(storage, [whole, part]);

    const other = await freshStorage();
    expect(await importMlruns(other, [file])).toMatchObject({
      imported: expect.arrayContaining([whole.id, part.id]),
    });
    const back = await other.runs.get(whole.id);
    const { experimentId, origin, ...rest } = back ?? {};
    const { experimentId: _was, ...before } = whole;
    expect(rest).toEqual(before);
    expect(origin).toBe('tetrad');
    expect((await other.experiments.list()).find(({ id }) => id === experimentId)?.name).toBe('Wide: ü');
    expect(await other.runs.get(part.id)).toMatchObject({ parentId: whole.id, status: 'failed' });
    expect(await other.metrics.list(whole.id, ['valLoss'])).toEqual(points);
    expect(await importMlruns(storage, [file])).toEqual({ imported: [], known: 2 });
  });

  it.each([
    ['no mlruns', { 'a/b.txt': 'x' }, 'mlruns', 'There is no run of MLflow in this.'],
    [
      'a metric of words',
      {
        ...mlflowFiles,
        'mlruns/606783375233873416/12345678909041543960000960000e19/metrics/rmse': '1 2 3\n1 x 4\n',
      },
      'mlruns/606783375233873416/12345678909041543960000960000e19/metrics/rmse, line 2',
      '"1 x 4" is not "time value step"',
    ],
    [
      'YAML that is none',
      { ...mlflowFiles, 'mlruns/0/meta.yaml': 'name: [a\n' },
      'mlruns/0/meta.yaml',
      'not as it should be',
    ],
    [
      'a meta without a name',
      { ...mlflowFiles, 'mlruns/0/meta.yaml': 'status: 3\n' },
      'mlruns/0/meta.yaml',
      'name: ',
    ],
  ])('%s is refused where it is, and nothing stays', async (_case, files, place, message) => {
    const storage = await freshStorage();
    await expect(importMlruns(storage, folder(files as Record<string, string>))).rejects.toMatchObject({
      code: 'badInput',
      place,
      message: expect.stringContaining(message),
    });
    expect(await storage.runs.list()).toEqual([]);
    expect(await storage.experiments.list()).toHaveLength(1);
  });
});

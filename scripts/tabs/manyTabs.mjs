/**
 * Several tabs of one studio in which somebody renames, notes, tags, moves aliases, trains, pauses, cancels and
 * deletes at random, all at once; half way the tab that runs the trainings is closed. Then: what was acknowledged
 * and is not there, what ran twice, which tabs show something else.
 */
const pick = (list, random) => list[Math.floor(random() * list.length)];

/** What a person in several tabs may be told; anything else is a fault. */
const fair = new Set(['conflict', 'notFound', 'unsupported', 'badInput']);

const generator = (seed) => {
  let drawn = seed >>> 0;
  return () => {
    drawn = (Math.imul(drawn, 1_664_525) + 1_013_904_223) >>> 0;
    return drawn / 2 ** 32;
  };
};

/** @returns {Promise<{ acknowledged: number, conflicts: number, trained: number, faults: string[] }>} */
export async function manyTabs({ context, origin, tabs = 5, actions = 40, seed = 1 }) {
  const studio = new ManyTabs(context, origin);
  for (let tab = 0; tab < tabs; tab++) await studio.open(tab);
  await studio.prepare();
  const half = Math.floor(actions / 2);
  const round = (from, to) =>
    Promise.all(
      Array.from({ length: tabs }, async (_, tab) => {
        const random = generator(seed * 1000 + tab * 17 + from);
        for (let number = from; number < to; number++) await studio.act(tab, number, random);
      }),
    );
  await round(0, half);
  // The first tab has run the queue so far: the others inherit it in the middle of a training.
  await studio.submit(1, 400);
  await studio.pages[0].close();
  await studio.open(0);
  await round(half, actions);
  await studio.settle();
  await studio.check();
  const ok = studio.log.filter((entry) => entry.ok);
  return {
    acknowledged: ok.length,
    conflicts: studio.log.filter(({ code }) => code === 'conflict').length,
    trained: studio.trained,
    faults: studio.faults,
  };
}

class ManyTabs {
  pages = [];
  log = [];
  faults = [];
  trained = 0;
  /** Shared by all: ids that once were, deleted or not. */
  known = { models: [], runs: [], jobs: [] };
  /** Tags added on top of what was seen, once acknowledged. */
  tagsAdded = [];

  constructor(context, origin) {
    Object.assign(this, { context, origin });
  }

  async open(tab) {
    const page = await this.context.newPage();
    await page.goto(`${this.origin}/models`);
    await page.waitForFunction(() => 'tetrad' in window);
    this.pages[tab] = page;
  }

  /** Calls a command in a tab and remembers it with its times. Answers undefined when it was refused. */
  async call(tab, name, input, edit) {
    const entry = { tab, name, input, edit, startedAt: performance.now() };
    this.log.push(entry);
    const answer = await this.pages[tab].evaluate(
      ([command, given]) =>
        window.tetrad.run(command, given).then(
          (output) => ({ output }),
          (thrown) => ({ code: thrown.code ?? 'none', message: thrown.message }),
        ),
      [name, input],
    );
    entry.endedAt = performance.now();
    entry.ok = answer.code === undefined;
    entry.code = answer.code;
    if (!entry.ok && !fair.has(answer.code)) this.faults.push(`${name}: ${answer.code} ${answer.message}`);
    return answer.output;
  }

  async prepare() {
    const { jobId, datasetId } = await this.call(0, 'datasets.sample', { sampleId: 'iris' });
    await this.call(0, 'jobs.wait', { id: jobId });
    this.datasetId = datasetId;
    const first = await this.submit(0, 3);
    await this.call(0, 'jobs.wait', { id: first.jobId });
    const second = await this.submit(0, 3, first.modelId);
    await this.call(0, 'jobs.wait', { id: second.jobId });
    this.modelId = first.modelId;
    const { versions } = await this.call(0, 'models.get', { id: first.modelId });
    this.versionIds = versions.map(({ id }) => id);
  }

  async submit(tab, epochs, modelId) {
    const submitted = await this.call(tab, 'training.submit', {
      datasetId: this.datasetId,
      target: 'species',
      family: 'linear',
      familyParams: { solver: 'gradient' },
      modelId,
      training: { backend: 'cpu', epochs, earlyStopping: false },
    });
    if (!submitted) return undefined;
    this.known.models.push(submitted.modelId);
    this.known.runs.push(submitted.runId);
    this.known.jobs.push(submitted.jobId);
    return submitted;
  }

  async act(tab, number, random) {
    const value = `tab ${tab} action ${number}`;
    const [model, run, job] = [this.known.models, this.known.runs, this.known.jobs].map((ids) =>
      pick(ids, random),
    );
    const edit = (kind, id, field, to) => ({ of: `${kind} ${id} ${field}`, kind, id, field, to });
    const deletable = this.known.models.filter((id) => id !== this.modelId);
    const acts = [
      [
        3,
        () =>
          this.call(tab, 'models.update', { id: model, name: value }, edit('models', model, 'name', value)),
      ],
      [
        3,
        () =>
          this.call(tab, 'models.update', { id: model, notes: value }, edit('models', model, 'notes', value)),
      ],
      [3, () => this.call(tab, 'runs.update', { id: run, name: value }, edit('runs', run, 'name', value))],
      [3, () => this.call(tab, 'runs.update', { id: run, notes: value }, edit('runs', run, 'notes', value))],
      [6, () => this.addTag(tab, value)],
      [5, () => this.moveAlias(tab, pick(this.versionIds, random))],
      [4, () => this.submit(tab, 5 + Math.floor(60 * random()))],
      [1, () => this.submit(tab, 20, this.modelId)],
      [4, () => this.call(tab, 'jobs.pause', { id: job })],
      [5, () => this.call(tab, 'jobs.resume', { id: job })],
      [2, () => this.call(tab, 'jobs.cancel', { id: job })],
      [3, () => this.call(tab, 'jobs.reorder', { id: job, position: Math.floor(4 * random()) })],
      [1, () => this.call(tab, 'jobs.dismiss', { id: job })],
      [1, () => this.call(tab, 'runs.delete', { id: run }, { kind: 'runs', id: run, deletes: true })],
      [
        1,
        () =>
          deletable.length > 0 &&
          this.call(
            tab,
            'models.delete',
            { id: deletable[0] },
            { kind: 'models', id: deletable[0], deletes: true },
          ),
      ],
    ];
    let at = random() * acts.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, work] of acts) {
      at -= weight;
      if (at < 0) return await work();
    }
  }

  /** What a page does with a list: from what it shows, and not if that has changed. Then once more. */
  async addTag(tab, tag) {
    for (let tries = 0; tries < 20; tries++) {
      const seen = await this.call(tab, 'models.get', { id: this.modelId });
      const { tags } = seen.model;
      const input = { id: this.modelId, tags: [...tags, tag], was: { tags } };
      if (!(await this.call(tab, 'models.update', input))) continue;
      this.tagsAdded.push(tag);
      return;
    }
  }

  async moveAlias(tab, versionId) {
    const seen = await this.call(tab, 'models.get', { id: this.modelId });
    const was = seen.model.aliases.staging ?? null;
    const edit = { of: `alias ${this.modelId}`, kind: 'alias', id: this.modelId, to: versionId };
    await this.call(
      tab,
      'models.setAlias',
      { modelId: this.modelId, alias: 'staging', versionId, was },
      edit,
    );
  }

  /** Everything that can still run runs to its end. */
  async settle() {
    await this.call(1, 'jobs.resumeAll', {});
    for (const { id, status } of await this.call(1, 'jobs.list', {}))
      if (status !== 'failed') await this.call(1, 'jobs.wait', { id });
  }

  async check() {
    const [tab] = [2];
    const models = await this.call(tab, 'models.list', {});
    const runs = await this.call(tab, 'runs.list', {});
    const stored = {
      models: new Map(models.map(({ model }) => [model.id, model])),
      runs: new Map(runs.map((run) => [run.id, run])),
    };
    this.checkEdits(stored);
    const main = await this.call(tab, 'models.get', { id: this.modelId });
    for (const tag of this.tagsAdded)
      if (!main.model.tags.includes(tag)) this.faults.push(`lost: the tag "${tag}"`);
    if (new Set(main.model.tags).size !== main.model.tags.length) this.faults.push('a tag is there twice');
    this.checkMoves(main);
    for (const run of runs) await this.checkRun(tab, run);
    await this.checkTabs();
  }

  /** The stored value is that of an acknowledged edit which no later one began after. */
  checkEdits(stored) {
    const edits = this.log.filter(({ ok, edit }) => ok && edit);
    for (const { edit } of edits.filter((entry) => entry.edit.deletes))
      if (stored[edit.kind].has(edit.id)) this.faults.push(`deleted, but there: ${edit.kind} ${edit.id}`);
    const byField = groupBy(
      edits.filter(({ edit }) => edit.field),
      ({ edit }) => edit.of,
    );
    for (const [of, group] of byField) {
      const [{ edit }] = group;
      const record = stored[edit.kind].get(edit.id);
      if (!record) continue;
      const lastStart = Math.max(...group.map(({ startedAt }) => startedAt));
      const last = group.filter(({ endedAt }) => endedAt >= lastStart).map((entry) => entry.edit.to);
      if (!last.includes(record[edit.field]))
        this.faults.push(`lost: ${of} is "${record[edit.field]}", last written ${last.join(' or ')}`);
    }
  }

  /** Every acknowledged move is in the history, and the history leads from one to the next without a gap. */
  checkMoves({ model, moves }) {
    const staging = moves.filter(({ alias }) => alias === 'staging').toReversed();
    for (let at = 1; at < staging.length; at++)
      if (staging[at].from !== staging[at - 1].to) this.faults.push('the history of an alias has a gap');
    if (staging.at(-1)?.to !== model.aliases.staging)
      this.faults.push('an alias is not where its history ends');
    const acknowledged = this.log.filter(
      ({ ok, edit, input }) => ok && edit?.kind === 'alias' && input.versionId !== input.was,
    );
    if (acknowledged.length !== staging.length)
      this.faults.push(`${acknowledged.length} alias moves acknowledged, ${staging.length} in the history`);
  }

  /** Run once: each step is logged once, and at most one version was made. */
  async checkRun(tab, run) {
    const { series } = await this.call(tab, 'runs.metrics', { runId: run.id });
    const steps = series.find(({ name }) => name === 'batchLoss')?.points.map(({ step }) => step) ?? [];
    const sorted = steps.toSorted((a, b) => a - b);
    const twice = sorted.filter((step, at) => step === sorted[at - 1]).length;
    if (twice > 0) this.faults.push(`${run.name} (${run.status}): ${twice} steps logged twice`);
    if (run.status !== 'finished') return;
    this.trained++;
    if (sorted.some((step, at) => step !== at + 1)) this.faults.push(`${run.name}: steps are missing`);
    const model = await this.call(tab, 'models.get', { id: run.modelId });
    const made = model?.versions.filter(({ runId }) => runId === run.id).length;
    if (made !== undefined && made !== 1) this.faults.push(`${run.name}: ${made} versions`);
  }

  /** None was reloaded: what each shows came to it by itself. */
  async checkTabs() {
    for (const [section, grid] of [
      ['Models', 'Models'],
      ['Runs', 'Runs'],
      ['Monitor', 'Jobs'],
    ]) {
      const shown = await Promise.all(this.pages.map((page) => this.shownIn(page, section, grid)));
      const other = shown.find((text) => text !== shown[0]);
      if (other === undefined) continue;
      const at = [...other].findIndex((character, i) => character !== shown[0][i]);
      this.faults.push(
        `${section} differs between tabs: "${shown[0].slice(at - 20, at + 40)}", "${other.slice(at - 20, at + 40)}"`,
      );
    }
  }

  async shownIn(page, section, grid) {
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section }).click();
    const table = page.getByRole('grid', { name: grid });
    await table.waitFor();
    const read = async () => (await table.innerText()).replaceAll(/\d+ [a-z]+\.? ago|just now/g, 'ago');
    let last = await read();
    for (let same = 0; same < 3; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = await read();
      same = now === last ? same + 1 : 0;
      last = now;
    }
    return last;
  }
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const entry of list) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}

import { describe, expect, it } from 'vitest';
import { standardInputs } from '#/core/train/inputs';
import { families } from '#/core/families/registry';
import type { Column } from '#/core/protocol/dataset';
import type { TaskSpec } from '#/core/protocol/train';
import { entryForms, entryKinds } from './entryForms';
import {
  draftProblems,
  emptyDraft,
  settingsFor,
  type TrainDraft,
  toSubmission,
  trainForms,
} from './trainDraft';

const field = (name: string, type: Column['type'], role: Column['role'] = 'feature'): Column => ({
  name,
  type,
  role,
});
const three: TaskSpec = { type: 'classification', target: 'y', labels: ['a', 'b', 'c'] };
const number: TaskSpec = { type: 'regression', target: 'y' };
const problemsOf = (draft: TrainDraft, family = 'mlp') =>
  draftProblems(draft, trainForms(family), entryForms(draft.training, {}), family, {});

describe('train draft', () => {
  it('offers a form for every family and every registered choice, and accepts their defaults', () => {
    for (const { type } of families.all) expect(problemsOf(emptyDraft, type).count).toBe(0);
    for (const { choice, registry } of entryKinds)
      for (const { type } of registry.all)
        expect([choice, type, problemsOf({ ...emptyDraft, training: { [choice]: type } }).count]).toEqual([
          choice,
          type,
          0,
        ]);
  });

  it('offers only what means something for the task', () => {
    const names = (task: TaskSpec) => trainForms('mlp', task).expert.map((spec) => spec.name);
    const losses = (task: TaskSpec) =>
      trainForms('mlp', task)
        .advanced.find((spec) => spec.name === 'loss')
        ?.options?.map((option) => option.value);
    expect(names(three)).toContain('classWeights');
    expect(names(number)).not.toContain('classWeights');
    const ofFamily = (task: TaskSpec) => trainForms('lstm', task).family.map((spec) => spec.name);
    expect(ofFamily(three)).toEqual(expect.arrayContaining(['units', 'varyLevel', 'varyTempo', 'addNoise']));
    expect(ofFamily(number).filter((name) => /^vary|^add/.test(name))).toEqual([]);
    expect(ofFamily(number)).toContain('units');
    expect(losses(number)).not.toContain('crossEntropy');
    expect(losses(three)).not.toContain('binaryCrossEntropy');
    expect(losses({ ...three, labels: ['a', 'b'] })).toContain('binaryCrossEntropy');
  });

  it('offers and sends only what the learner heeds', () => {
    const { basic, advanced, expert, family } = trainForms('knn', three);
    expect([...basic, ...advanced, ...expert].map(({ name }) => name)).toEqual(['validationSplit', 'seed']);
    expect(family.map(({ name }) => name)).toContain('neighbours');
    const draft = { ...emptyDraft, training: { epochs: -1, seed: 3, testSplit: 0.1 } };
    expect(problemsOf(draft, 'knn').count).toBe(0);
    const sent = (type: string) =>
      toSubmission(draft, [], { datasetId: 'd', target: 'y', family: type }).training;
    expect(sent('knn')).toEqual({ seed: 3, testSplit: 0.1 });
    expect(sent('mlp')).toEqual(draft.training);
  });

  it('does not learn from the target, ids, text and what is ignored', () => {
    const fields = [
      field('id', 'id'),
      field('a', 'numeric'),
      field('b', 'categorical', 'ignored'),
      field('note', 'text'),
      field('y', 'categorical'),
    ];
    expect(standardInputs({ schema: { kind: 'tabular' as const, columns: fields }, stats: [] }, 'y')).toEqual(
      ['a'],
    );
  });

  it('sends only what was chosen, and settings of the optimizer whole', () => {
    const chosen = { datasetId: 'd', target: 'y', family: 'mlp' };
    expect(toSubmission(emptyDraft, entryForms({}, {}), chosen)).toEqual(chosen);
    const draft = {
      ...emptyDraft,
      training: { epochs: 5 },
      entryParams: { optimizer: { beta1: 0.5 } },
      name: ' try ',
    };
    const entries = entryForms(draft.training, { optimizerParams: { weightDecay: 0 } });
    expect(toSubmission(draft, entries, chosen)).toEqual({
      ...chosen,
      training: { epochs: 5, optimizerParams: { weightDecay: 0, beta1: 0.5 } },
      name: 'try',
    });
  });

  it('names the field that is wrong, and whether it is folded away', () => {
    const wrong = problemsOf({ ...emptyDraft, training: { epochs: 'x' }, familyParams: { dropout: 2 } });
    expect([...wrong.training.keys()]).toEqual(['epochs']);
    expect(wrong.family.get('dropout')).toBe('A number from 0 to 0.9');
    expect(wrong.folded).toBe(false);
    expect(problemsOf({ ...emptyDraft, entryParams: { optimizer: { beta1: 'x' } } }).folded).toBe(true);
  });
});

it('takes to another family what that one knows, and nothing else', () => {
  expect(settingsFor('mlp', { hiddenLayers: [8], filters: [3], dropout: 0.5 })).toEqual({
    hiddenLayers: [8],
    dropout: 0.5,
  });
  expect(settingsFor('linear', { hiddenLayers: [8] })).toEqual({});
});

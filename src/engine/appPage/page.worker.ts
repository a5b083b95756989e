/**
 * The program of a model's single-file page. It is built as a file of its own, as a worker's is, and its text is put
 * into the page (app/leaving): nothing here may be loaded later.
 */
import { decodeFeeds } from '#/core/leaving/feedJson';
import { feedsOfRows } from '#/core/leaving/feedsOfRows';
import { type LeavingModel, takesRows } from '#/core/leaving/leavingModel';
import type { Feed } from '#/core/onnx/feeds';
import type { RawRow } from '#/core/protocol/model';
import { arrayForm } from './arrayForm';
import { type Ask, openModel } from './askModel';
import { element } from './element';
import { rowForm } from './rowForm';
import { showAnswer } from './showAnswer';
import { givenJson } from './unpack';

const model = givenJson('model') as LeavingModel;
const examples = decodeFeeds(givenJson('examples'));
const answers = element('section', { className: 'answer', ariaLive: 'polite' });
answers.setAttribute('aria-label', 'Answer');
const remarks = element('ul', { className: 'remarks' });

const refused = (message: string) => answers.replaceChildren(element('p', { className: 'refused' }, message));
let latest = 0;
const show = (ask: Ask) => (feeds: Feed[], warnings: string[]) => {
  const asked = ++latest;
  remarks.replaceChildren(...warnings.map((warning) => element('li', {}, warning)));
  ask(feeds).then(
    ({ predictions: [answer], ms }) => {
      if (answer && asked === latest) answers.replaceChildren(...showAnswer(model, answer, ms));
    },
    (thrown: unknown) => refused(String(thrown instanceof Error ? thrown.message : thrown)),
  );
};

async function start(): Promise<void> {
  const page = document.getElementById('page');
  answers.replaceChildren(element('p', { className: 'quiet' }, 'Opening the model.'));
  page?.append(element('div', { id: 'form' }), element('div', {}, answers, remarks));
  const ask = await openModel(model);
  const form = takesRows(model) ? rowForm(model, show(ask)) : arrayForm(model, examples, show(ask), refused);
  document.getElementById('form')?.append(form);
  Object.assign(globalThis, {
    /** For programs: raw rows, or examples by number, to answers. */
    model: {
      about: model,
      predict: async (rows: RawRow[]) => (await ask(feedsOfRows(model, rows).feeds)).predictions,
      example: async (number: number) => (await ask(examples[number] ?? [])).predictions[0],
    },
  });
}

start().catch((thrown: unknown) =>
  refused(`The model cannot be opened: ${thrown instanceof Error ? thrown.message : String(thrown)}`),
);

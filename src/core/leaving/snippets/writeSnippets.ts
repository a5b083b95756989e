/** Programs that ask an exported file, made of what this file takes: raw rows with a real one, arrays with zeros. */
import { taskOf } from '../../tasks/registry';
import { cellsOf } from '../cellsOf';
import { type LeavingModel, takesRows } from '../leavingModel';
import type { CodeDef, ExampleCall, ExampleInput } from './codeDef';
import * as listed from './index';

export interface Snippet {
  language: string;
  title: string;
  fileName: string;
  text: string;
}

/** Of inputs of any length: texts as tokens. */
const freeLength = 16;

export function writeSnippets(model: LeavingModel, fileName: string): Snippet[] {
  const { value } = taskOf(model.task);
  const call: ExampleCall = {
    fileName,
    inputs: inputsOf(model),
    outputs: model.outputs,
    isText: value === 'class' || value === 'group',
    isWhole: value === 'labels' || value === 'mask',
    ...(!takesRows(model) && { remark: `Put your ${model.words.sample} in place of the zeros.` }),
  };
  const codes: CodeDef[] = Object.values(listed);
  return codes.map(({ language, title, ending, write }) => ({
    language,
    title,
    fileName: `ask.${ending}`,
    text: write(call),
  }));
}

function inputsOf(model: LeavingModel): ExampleInput[] {
  if (!takesRows(model))
    return model.inputs.map(
      ({ name, column, dtype, shape }): ExampleInput =>
        dtype === 'double' || dtype === 'string'
          ? dtype === 'double'
            ? { name, column, dtype, value: 0 }
            : { name, column, dtype, value: '' }
          : { name, column, dtype, shape: [1, ...(shape ?? [freeLength])] },
    );
  return cellsOf(model, model.rows[0] ?? {}).map(
    ({ name, column, value }): ExampleInput =>
      typeof value === 'number'
        ? { name, column, dtype: 'double', value }
        : { name, column, dtype: 'string', value },
  );
}

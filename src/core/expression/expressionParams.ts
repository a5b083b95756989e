/** Settings of an entry that is written as a program: the text, and values for its params. */
import { z } from 'zod';
import { compileProgram } from './compileProgram';
import { type LanguageName, languages } from './language';
import { inWords, SourceError } from './sourceError';
import { maxSourceLength } from './tokenize';

export interface ExpressionParams {
  expression: string;
  /** Params of the program that are not what the text says: from scripts and sweeps. */
  [param: string]: string | number;
}

export const expressionParams = (language: LanguageName, hint: string): z.ZodType<ExpressionParams> =>
  z
    .object({
      expression: z
        .string()
        .max(maxSourceLength)
        .default(languages[language].presets[0]?.text ?? '')
        .meta({ label: 'Expression', hint, expression: language }),
    })
    .catchall(z.number())
    .superRefine(({ expression, ...values }, context) => {
      try {
        const { program } = compileProgram(expression, language);
        const unknown = Object.keys(values).find(
          (name) => !program.params.some((param) => param.name === name),
        );
        if (unknown !== undefined)
          context.addIssue({
            code: 'custom',
            path: [unknown],
            message: `The expression has no param of this name. Add a line: param ${unknown} = ...`,
          });
      } catch (thrown) {
        if (!(thrown instanceof SourceError)) throw thrown;
        context.addIssue({ code: 'custom', path: ['expression'], message: inWords(thrown) });
      }
    }) as z.ZodType<ExpressionParams>;

/** The values that were set, without the text. */
export const paramValues = (params: ExpressionParams): Record<string, number> =>
  Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );

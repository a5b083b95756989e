/** The table of commands as data: for the console, the docs and the palette. */
import { z } from 'zod';
import { commandList } from './dispatch';

export interface CommandInfo {
  name: string;
  title: string;
  summary: string;
  /** JSON Schema; a File has no schema and is named by its title. */
  input: object;
  output: object;
}

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): object =>
  z.toJSONSchema(schema, { unrepresentable: 'any', io });

export const commandInfos = (): CommandInfo[] =>
  commandList.map(({ name, title, summary, input, output }) => ({
    name,
    title,
    summary,
    input: toSchema(input, 'input'),
    output: toSchema(output, 'output'),
  }));

/** The table of commands as data: for the console and the docs. */
import { z } from 'zod';
import type { CommandEffect } from '#/core/protocol/storage';
import type { CommandDef } from './commands/commandDef';

export interface CommandInfo {
  name: string;
  title: string;
  summary: string;
  effect: CommandEffect;
  /** JSON Schema; a File has no schema and is named by its title. */
  input: object;
  output: object;
}

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): object =>
  z.toJSONSchema(schema, { unrepresentable: 'any', io });

export const commandInfos = (commands: readonly CommandDef[]): CommandInfo[] =>
  commands.map(({ name, title, summary, effect, input, output }) => ({
    name,
    title,
    summary,
    effect,
    input: toSchema(input, 'input'),
    output: toSchema(output, 'output'),
  }));

/** A user action. Buttons, palette, log, console and REST all call the same one. */
import type { z } from 'zod';
import type { CommandEffect } from '#/core/protocol/storage';
import type { AppServices } from '../services';

export interface CommandDef<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  /** `resource.verb` */
  name: N;
  title: string;
  summary: string;
  /** writes: afterwards something stored or set is different (a job is stored, too); reads: nothing is. */
  effect: CommandEffect;
  /** The page asks it by itself while scrolling or polling: the log keeps only its failures. */
  unlogged?: true;
  input: I;
  output: O;
  run(services: AppServices, input: z.output<I>): Promise<z.input<O>>;
}

export const defineCommand = <N extends string, I extends z.ZodType, O extends z.ZodType>(
  command: CommandDef<N, I, O>,
): CommandDef<N, I, O> => command;

/** A user action. Buttons, palette, log, console and REST all call the same one. */
import type { z } from 'zod';
import type { AppServices } from '../services';

export interface CommandDef<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  name: N;
  title: string;
  summary: string;
  /** The page asks it by itself while scrolling or polling: the log keeps only its failures. */
  unlogged?: true;
  input: I;
  output: O;
  run(services: AppServices, input: z.output<I>): Promise<z.input<O>>;
}

export const defineCommand = <N extends string, I extends z.ZodType, O extends z.ZodType>(
  command: CommandDef<N, I, O>,
): CommandDef<N, I, O> => command;

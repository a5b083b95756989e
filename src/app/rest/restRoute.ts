/** One route of the API: which command answers it, and where its input comes from. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A JSON schema, as far as it is looked into here. */
export interface JsonSchema {
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema | boolean;
  prefixItems?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  $ref?: string;
}

export type Fields = Record<string, unknown>;

/** Calls a command; rejects with TetradError. */
export type RunCommand = (name: string, input: Fields) => Promise<unknown>;

/** What a route reads from more than one command, with the schema of what it answers (in camelCase, as commands do). */
export interface Composed {
  answer(run: RunCommand, input: Fields): Promise<unknown>;
  /** Else that of the command. */
  output?: JsonSchema;
}

export interface RestRoute {
  method: Method;
  /** `/ml/models/{id}` */
  path: string;
  tag: string;
  summary: string;
  /** Its schemas are those of the route, in snake_case; of a composed route those of its input. */
  command?: string;
  /** What the names in the path are called in the input of the command, where it is another word. */
  params?: Readonly<Record<string, string>>;
  /** Fields of the input (snake_case) that stand in the query. Of GET and DELETE these are all there are. */
  query?: readonly string[];
  /** Fields that are the answer's own, beside the input of the command. */
  own?: Readonly<Record<string, JsonSchema>>;
  /** Fields of the command that need not be given here. */
  optional?: readonly string[];
  /** Set whatever the request says. */
  fixed?: Fields;
  /** The command answers a list: pages of it, under this name. */
  list?: string;
  /** Items `{ model: {...}, versions }` become `{ ...model, versions }`. */
  flatten?: string;
  compose?: Composed;
  /** Another status than 200. */
  status?: 201 | 202 | 204;
  /** The answer is the file of this field, byte for byte. */
  file?: string;
  /** The answer is a stream of events of a training. */
  events?: true;
  /** Names are those of the command, in camelCase. */
  asCommand?: true;
  /** Not built yet: what it waits for. Answers 501. */
  waitsFor?: string;
}

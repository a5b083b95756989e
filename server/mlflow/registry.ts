/** Registered models, their versions and aliases. */
import { z } from 'zod';
import type { Call } from './mlflowHandlers';
import { MlflowError, missing } from './mlflowError';
import type { Fields, Records } from './records';

const kindOfModel = 'mlflow.model';
const kindOfVersion = 'mlflow.version';

const name = z.string().min(1).max(200);
const alias = z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'a letter, then letters, digits, _ . or -');
const version = z.coerce.string().regex(/^\d{1,9}$/);
const description = z.string().max(20_000).default('');
const named = z.object({ name });
const oneAlias = named.extend({ alias });

const keyOf = (model: string, number: string) => JSON.stringify([model, number]);

const aliasesOf = (model: Fields): { alias: string; version: string }[] =>
  Object.entries(model).flatMap(([field, value]) =>
    field.startsWith('alias.') && value !== null ? [{ alias: field.slice(6), version: String(value) }] : [],
  );

async function need(records: Records, model: string): Promise<Fields> {
  const found = await records.get(kindOfModel, model);
  if (!found) throw missing('registered model', model);
  return found;
}

const versionOf = (fields: Fields, model: Fields) => ({
  name: fields.name,
  version: fields.version,
  creation_timestamp: fields.creation_timestamp,
  last_updated_timestamp: fields.creation_timestamp,
  description: fields.description,
  source: fields.source,
  run_id: fields.run_id,
  status: 'READY',
  current_stage: 'None',
  aliases: aliasesOf(model).flatMap((one) => (one.version === fields.version ? [one.alias] : [])),
});

async function versionsOf(records: Records, model: string, fields: Fields) {
  const all = [...(await records.all(kindOfVersion)).values()];
  return all
    .filter((one) => one.name === model)
    .map((one) => versionOf(one, fields))
    .toSorted((a, b) => Number(b.version) - Number(a.version));
}

async function whole(records: Records, model: string, fields: Fields) {
  const versions = await versionsOf(records, model, fields);
  return {
    name: model,
    creation_timestamp: fields.creation_timestamp,
    last_updated_timestamp: fields.last_updated_timestamp,
    description: fields.description,
    latest_versions: versions.slice(0, 1),
    aliases: aliasesOf(fields),
  };
}

async function oneVersion(records: Records, model: string, number: string) {
  const fields = await need(records, model);
  const found = await records.get(kindOfVersion, keyOf(model, number));
  if (!found) throw missing(`version of "${model}"`, number);
  return versionOf(found, fields);
}

export const registryCalls: Record<string, Call> = {
  'POST registered-models/create': async (records, given) => {
    const asked = named.extend({ description }).parse(given);
    if (await records.get(kindOfModel, asked.name))
      throw new MlflowError(
        'RESOURCE_ALREADY_EXISTS',
        `Registered Model (name=${asked.name}) already exists.`,
      );
    const now = Date.now();
    const fields = { description: asked.description, creation_timestamp: now, last_updated_timestamp: now };
    await records.put(kindOfModel, asked.name, fields);
    return { registered_model: await whole(records, asked.name, fields) };
  },
  'GET registered-models/get': async (records, given) => {
    const asked = named.parse(given);
    return { registered_model: await whole(records, asked.name, await need(records, asked.name)) };
  },
  'GET registered-models/search': async (records) => {
    const models = [...(await records.all(kindOfModel))];
    return {
      registered_models: await Promise.all(models.map(([key, fields]) => whole(records, key, fields))),
    };
  },
  'POST registered-models/alias': async (records, given) => {
    const asked = oneAlias.extend({ version }).parse(given);
    await oneVersion(records, asked.name, asked.version);
    await records.put(kindOfModel, asked.name, {
      [`alias.${asked.alias}`]: asked.version,
      last_updated_timestamp: Date.now(),
    });
    return {};
  },
  'GET registered-models/alias': async (records, given) => {
    const asked = oneAlias.parse(given);
    const number = (await need(records, asked.name))[`alias.${asked.alias}`];
    if (number === undefined || number === null) throw missing(`alias of "${asked.name}"`, asked.alias);
    return { model_version: await oneVersion(records, asked.name, String(number)) };
  },
  'DELETE registered-models/alias': async (records, given) => {
    const asked = oneAlias.parse(given);
    await need(records, asked.name);
    await records.put(kindOfModel, asked.name, { [`alias.${asked.alias}`]: null });
    return {};
  },
  'POST model-versions/create': async (records, given) => {
    const asked = named
      .extend({ source: z.string().max(2000), run_id: z.string().max(200).default(''), description })
      .parse(given);
    const model = await need(records, asked.name);
    const [latest] = await versionsOf(records, asked.name, model);
    const fields = {
      ...asked,
      version: String(Number(latest?.version ?? 0) + 1),
      creation_timestamp: Date.now(),
    };
    await records.put(kindOfVersion, keyOf(asked.name, fields.version), fields);
    return { model_version: versionOf(fields, model) };
  },
  'GET model-versions/get': async (records, given) => {
    const asked = named.extend({ version }).parse(given);
    return { model_version: await oneVersion(records, asked.name, asked.version) };
  },
  'GET model-versions/search': async (records, given) => {
    const asked = z
      .object({
        filter: z
          .string()
          .regex(/^\s*name\s*=\s*(['"])[^'"]+\1\s*$/, `written as name='…'`)
          .optional(),
      })
      .parse(given);
    const wanted = asked.filter?.match(/['"]([^'"]+)['"]/)?.[1];
    const models = [...(await records.all(kindOfModel))].filter(
      ([key]) => wanted === undefined || key === wanted,
    );
    const versions = await Promise.all(models.map(([key, fields]) => versionsOf(records, key, fields)));
    return { model_versions: versions.flat() };
  },
};

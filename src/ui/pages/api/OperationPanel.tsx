/** One operation: what it takes, a request that can be sent or copied, and what came back. */
import { Button, CopyButton, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { callApi } from '#/app/rest/callApi';
import type { OpenapiDocument } from '#/app/rest/openapi';
import { ErrorNote } from '../../components/ErrorNote';
import { Panel } from '../../components/Panel';
import { AnswerView, type Answered, readAnswer } from './AnswerView';
import styles from './ApiPage.module.css';
import type { ListedOperation } from './listedOperations';
import { type ApiRequest, exampleBody, fetchText } from './requestText';

export function OperationPanel({ listed, document }: { listed: ListedOperation; document: OpenapiDocument }) {
  const { method, path, operation } = listed;
  const schema = operation.requestBody?.content['application/json']?.schema;
  const [values, setValues] = useState<Record<string, string>>({});
  const [body, setBody] = useState(() =>
    schema ? JSON.stringify(exampleBody(schema, document.components.schemas), null, 2) : undefined,
  );
  const [isSending, setSending] = useState(false);
  const [answered, setAnswered] = useState<Answered>();
  const [error, setError] = useState<unknown>();
  const parameters = operation.parameters?.filter((one) => one.in !== 'header') ?? [];
  const request: ApiRequest = {
    method,
    path: filled(path, parameters, values),
    ...(body !== undefined && { body }),
  };

  const send = async () => {
    setSending(true);
    setError(undefined);
    try {
      setAnswered(
        await readAnswer(() =>
          callApi(
            new Request(location.origin + request.path, {
              method,
              ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
            }),
          ),
        ),
      );
    } catch (thrown) {
      setError(thrown);
    } finally {
      setSending(false);
    }
  };

  const missing = parameters.some(({ name, required }) => required && !values[name]);
  return (
    <div className={styles.detail}>
      <Panel
        title={operation.summary}
        actions={
          <Button size="compact-sm" loading={isSending} disabled={missing} onClick={send}>
            Send
          </Button>
        }
      >
        <p className={styles.address}>
          {method} {request.path}
        </p>
        {operation.description && <p className={styles.words}>{operation.description}</p>}
        <div className={styles.parameters}>
          {parameters.map(({ name, required, schema: { description } }) => (
            <TextInput
              key={name}
              label={name}
              description={description}
              required={required}
              value={values[name] ?? ''}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
            />
          ))}
        </div>
        {body !== undefined && (
          <Textarea
            label="Body"
            description={fieldsText(schema?.properties)}
            classNames={{ input: styles.code }}
            autosize
            minRows={4}
            maxRows={20}
            spellCheck={false}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
        )}
        <div className={styles.copies}>
          <CopyButton value={fetchText(request)}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-sm" onClick={copy}>
                {copied ? 'Copied' : 'Copy as fetch'}
              </Button>
            )}
          </CopyButton>
        </div>
      </Panel>
      {error !== undefined && <ErrorNote error={error} />}
      {answered && <AnswerView answered={answered} />}
    </div>
  );
}

function filled(
  path: string,
  parameters: readonly { name: string; in: string }[],
  values: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams(
    parameters.flatMap(({ name, in: where }) => {
      const value = values[name];
      return where === 'query' && value ? [[name, value]] : [];
    }),
  ).toString();
  const address = path.replace(/\{(\w+)\}/g, (whole, name: string) =>
    values[name] ? encodeURIComponent(values[name]) : whole,
  );
  return query ? `${address}?${query}` : address;
}

const fieldsText = (properties: object | undefined): string =>
  properties && Object.keys(properties).length > 0
    ? `Fields: ${Object.keys(properties).join(', ')}`
    : 'No fields.';

/** The API of this studio: every address, what it takes and answers, tried from here. */
import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OpenapiDocument } from '#/app/rest/openapi';
import { run } from '#/app/run';
import { ErrorNote } from '../../components/ErrorNote';
import { PageHeader } from '../../components/PageHeader';
import { saveFile } from '../../components/saveFile';
import { SearchInput } from '../../components/SearchInput';
import styles from './ApiPage.module.css';
import { OperationList } from './OperationList';
import { OperationPanel } from './OperationPanel';
import { listedOperations } from './listedOperations';

export default function ApiPage() {
  const { q = '', op } = useSearch({ from: '/api' });
  const navigate = useNavigate({ from: '/api' });
  const [document, setDocument] = useState<OpenapiDocument>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    run('api.describe', {}).then(
      (answer) => setDocument(answer.document as unknown as OpenapiDocument),
      setError,
    );
  }, []);
  const go = (next: { q?: string; op?: string }) => navigate({ search: next, replace: true });
  const all = document ? listedOperations(document) : [];
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter(({ text }) => words.every((word: string) => text.includes(word)));
  const chosen = all.find(({ operation }) => operation.operationId === op) ?? shown[0];
  return (
    <>
      <PageHeader
        title="API"
        note="What this studio answers to fetch() of its own pages, without a server and offline."
        actions={
          document && (
            <Button
              variant="default"
              onClick={() =>
                saveFile('tetrad-openapi.json', JSON.stringify(document, null, 2), 'application/json')
              }
            >
              Save OpenAPI
            </Button>
          )
        }
      />
      {error !== undefined && <ErrorNote error={error} />}
      {document && (
        <div className={styles.columns}>
          <div className={styles.side}>
            <SearchInput
              label="Search the API"
              placeholder="Search addresses and words"
              value={q}
              onChange={(text) => go({ ...(text && { q: text }), ...(op && { op }) })}
            />
            <OperationList
              shown={shown}
              chosen={chosen?.operation.operationId}
              onChoose={(id) => go({ ...(q && { q }), op: id })}
            />
          </div>
          {chosen && (
            <OperationPanel key={chosen.operation.operationId} listed={chosen} document={document} />
          )}
        </div>
      )}
    </>
  );
}

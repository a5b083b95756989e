/** Every family of models: what it is for, which data it learns from, searched and narrowed to one kind of data. */
import { Select } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { families } from '#/core/families/registry';
import { kinds } from '#/core/kinds/registry';
import { PageHeader } from '#/ui/components/PageHeader';
import { SearchInput } from '#/ui/components/SearchInput';
import { useTitle } from '#/ui/router/useTitle';
import { kindsOfFamily } from './kindsOfFamily';
import classes from './family.module.css';

const entries = families.all
  .filter(({ enters }) => !enters)
  .map((family) => ({ family, ...kindsOfFamily(family) }))
  .toSorted((a, b) => a.family.title.localeCompare(b.family.title, 'en'));
const taught = kinds.all.filter(({ type }) =>
  entries.some((entry) => entry.kinds.some((kind) => kind.type === type)),
);

export default function FamiliesPage() {
  useTitle('Model families');
  const { kind } = useSearch({ from: '/families' });
  const navigate = useNavigate({ from: '/families' });
  const [query, setQuery] = useState('');
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = entries.filter((entry) => {
    const { type, title, summary } = entry.family;
    const text =
      `${type} ${title} ${summary} ${entry.tasks.map((task) => task.title).join(' ')}`.toLowerCase();
    return (
      (!kind || entry.kinds.some((one) => one.type === kind)) && words.every((word) => text.includes(word))
    );
  });
  return (
    <>
      <PageHeader title="Model families" note="What can be trained here, and when to take which." />
      <div className={classes.filters}>
        <SearchInput
          w={280}
          label="Search model families"
          placeholder="Search name, what it is for"
          value={query}
          onChange={setQuery}
        />
        <Select
          aria-label="Kind of data"
          placeholder="Every kind of data"
          clearable
          w={220}
          data={taught.map(({ type, title }) => ({ value: type, label: title }))}
          value={taught.some(({ type }) => type === kind) ? (kind ?? null) : null}
          onChange={(next) => navigate({ search: next ? { kind: next } : {}, replace: true })}
        />
      </div>
      <ul className={classes.families}>
        {shown.map((entry) => (
          <li key={entry.family.type}>
            <Link to="/families/$type" params={{ type: entry.family.type }} className={classes.family}>
              <span className={classes.title}>{entry.family.title}</span>
              <span>{entry.family.summary}</span>
              <span className={classes.kinds}>{entry.kinds.map(({ title }) => title).join(' · ')}</span>
            </Link>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="quiet">No family is called or described so.</p>}
    </>
  );
}

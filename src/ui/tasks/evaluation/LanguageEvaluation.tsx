/** A language model: how surprised it is by text that it never saw, beside what counting comes to. */
import { Table } from '@mantine/core';
import { useMemo } from 'react';
import { languageFacts } from '#/core/evaluation/languageFacts';
import { histogram } from '#/core/stats/histogram';
import type { LanguagePredictions } from '#/core/tasks/language';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { BarPlot } from '#/ui/charts/plots/BarPlot';
import type { EvaluationProps } from '../taskView';
import classes from './evaluation.module.css';

export default function LanguageEvaluation({ run, judged }: EvaluationProps<LanguagePredictions>) {
  const facts = useMemo(() => languageFacts(judged), [judged]);
  const { nats, characters } = judged;
  const each = useMemo(
    () => nats.map((sum, i) => sum / Math.max(1, characters[i] as number)),
    [nats, characters],
  );
  const bins = useMemo(() => histogram(each, 30), [each]);
  return (
    <>
      <Table aria-label="The model beside counts">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Answers by</Table.Th>
            <Table.Th ta="right">Nats per character</Table.Th>
            <Table.Th ta="right">Bits per character</Table.Th>
            <Table.Th ta="right">Nats per token</Table.Th>
            <Table.Th ta="right">Perplexity</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facts.map(({ name, natsPerCharacter, bitsPerCharacter, natsPerToken, perplexity }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              {[natsPerCharacter, bitsPerCharacter, natsPerToken, perplexity].map((value, i) => (
                <Table.Td key={i} ta="right">
                  {formatNumber(value)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className="quiet">
        Over {formatCount(judged.totalRows)} windows of text that was held back. Perplexity: among how many
        tokens one would choose at each place, were they equally likely.
      </p>
      <div className={classes.plots}>
        <BarPlot
          title="Windows"
          figure="nats per character"
          fileName={run.name}
          xLabel="Nats per character"
          bins={bins}
        />
      </div>
    </>
  );
}

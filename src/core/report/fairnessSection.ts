/** Groups that were asked for: how the run answers each, and how far apart they are. */
import type { ShareWithInterval } from '../evaluation/wilsonInterval';
import type { GroupRates } from '../fairness/classFairness';
import type { Fairness } from '../fairness/fairnessOf';
import { gapMeasures } from '../fairness/gapMeasures';
import type { GroupErrors } from '../fairness/numberFairness';
import { fewestRows } from '../fairness/sharesApart';
import { html, type Markup } from './markup';
import { numberText, percentText } from './reportPlot';

export interface ReportedGroups {
  /** Whose values make the groups. */
  column: string;
  found: Fairness;
}

export const fairnessSection = (groups: readonly ReportedGroups[]): Markup | undefined =>
  groups.length === 0
    ? undefined
    : html`<section><h2>Fairness between groups</h2>${groups.map(
        ({ column, found }) =>
          html`<h3>Groups of ${named(column)}</h3>${found.kind === 'class' ? classGroups(found) : numberGroups(found)}`,
      )}<p>95 % intervals: rates after Wilson, their differences after Newcombe, areas after DeLong, errors by rows drawn anew. Groups with fewer than ${fewestRows} rows for a rate are left out of the gaps.</p></section>`;

const named = (label: string): string => label || '(empty)';

const shareText = ({ share, low, high, of }: ShareWithInterval): Markup =>
  of === 0
    ? html`–`
    : html`${percentText(share)}<br><small>${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}</small>`;

function classGroups(found: Extract<Fairness, { kind: 'class' }>): Markup {
  const row = (
    group: GroupRates,
  ) => html`<tr><th scope="row">${named(group.label)}${group.small ? ' (few rows)' : ''}</th>
<td>${numberText(group.rows)}</td><td>${shareText(group.baseRate)}</td><td>${shareText(group.positiveRate)}</td><td>${shareText(group.truePositiveRate)}</td><td>${shareText(group.falsePositiveRate)}</td><td>${shareText(group.accuracy)}</td><td>${numberText(group.auc.area)}</td><td>${numberText(group.calibration.ece)}</td></tr>`;
  return html`<p>Rows that are called <strong>${named(found.label)}</strong>${thresholdText(found.groups)}, beside the others.</p>
<div class="wide"><table><thead><tr>${['Group', 'Rows', 'Base rate', 'Positive rate', 'True positive rate', 'False positive rate', 'Accuracy', 'AUC', 'Calibration error'].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${found.groups.map(row)}${row(found.total)}</tbody></table></div>
<div class="wide"><table><thead><tr>${['Equal would be', 'Difference in points', 'Ratio', 'Lowest', 'Highest'].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${gapMeasures.map(([name, title, rate]) => {
    const { difference, low, high, ratio, lowest = '', highest = '' } = found[name];
    const cells = Number.isNaN(difference)
      ? html`<td colspan="4">fewer than two groups have ${fewestRows} rows for it</td>`
      : html`<td>${points(difference)} (${points(low)} to ${points(high)})</td><td>${ratio.toFixed(2)}</td><td>${named(lowest)}</td><td>${named(highest)}</td>`;
    return html`<tr><th scope="row">${title}: ${rate}</th>${cells}</tr>`;
  })}</tbody></table></div>`;
}

const points = (share: number): string => (100 * share).toFixed(1);

/** Where it is the same for all. */
const thresholdText = (groups: readonly GroupRates[]): string => {
  const thresholds = new Set(groups.map(({ threshold }) => threshold));
  return thresholds.size === 1 ? ` from a probability of ${numberText([...thresholds][0])} on` : '';
};

function numberGroups(found: Extract<Fairness, { kind: 'number' }>): Markup {
  const row = ({
    label,
    rows,
    meanError,
    mae,
    maeInterval,
    rmse,
    small,
  }: GroupErrors) => html`<tr><th scope="row">${named(label)}${small ? ' (few rows)' : ''}</th>
<td>${numberText(rows)}</td><td>${numberText(meanError)}</td><td>${numberText(mae)}${maeInterval && html` (${numberText(maeInterval.low)} to ${numberText(maeInterval.high)})`}</td><td>${numberText(rmse)}</td></tr>`;
  return html`<div class="wide"><table><thead><tr>${['Group', 'Rows', 'Mean error (predicted less true)', 'MAE', 'RMSE'].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${found.groups.map(row)}${row(found.total)}</tbody></table></div>
<p>MAE differs by ${numberText(found.maeDifference)} between groups (ratio ${numberText(found.maeRatio)}), mean errors by ${numberText(found.meanErrorDifference)}.</p>`;
}

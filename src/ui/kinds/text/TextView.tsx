/** A dataset of texts: the texts themselves, the tokens they are made of, the columns beside them. */
import { formatCount } from '#/ui/charts/formatNumber';
import { KindPage } from '#/ui/components/dataset/KindPage';
import type { DatasetProps } from '../kindView';
import { TextsTab } from './TextsTab';
import { TokensTab } from './TokensTab';

export default function TextView(props: DatasetProps) {
  const { version } = props;
  return (
    <KindPage
      {...props}
      hasFiles
      adds={{ words: 'texts', many: true }}
      facts={<span>{formatCount(version.rows)} texts</span>}
      describes
      tabs={[
        {
          value: 'texts',
          title: 'Texts',
          panel: (target) => <TextsTab key={version.id} version={version} target={target} />,
        },
        { value: 'tokens', title: 'Tokens', panel: () => <TokensTab version={version} /> },
      ]}
    />
  );
}

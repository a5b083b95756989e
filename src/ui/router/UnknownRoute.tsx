import { Button } from '@mantine/core';
import { IconRouteOff } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { EmptyState } from '../components/EmptyState';
import { useTitle } from './useTitle';

export function UnknownRoute() {
  const path = useLocation({ select: (location) => location.pathname });
  useTitle('Not found');
  return (
    <EmptyState
      icon={<IconRouteOff size={40} stroke={1.25} />}
      heading="h1"
      title="No page at this address"
      action={<Button renderRoot={(props) => <Link to="/" {...props} />}>Go to Data</Button>}
    >
      <span className="mono">{path}</span> is not a page of this studio. The link may be from another version,
      or mistyped.
    </EmptyState>
  );
}

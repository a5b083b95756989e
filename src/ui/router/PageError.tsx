/** What a page that failed shows: what, where, and the two ways on. The shell around it keeps working. */
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useLocation } from '@tanstack/react-router';
import { FailureReport } from '../components/FailureReport';

export function PageError({ error, info }: ErrorComponentProps) {
  const path = useLocation({ select: (location) => location.pathname });
  return <FailureReport name={`The page ${path}`} error={error} componentStack={info?.componentStack} />;
}

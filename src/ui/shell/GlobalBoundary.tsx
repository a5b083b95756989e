/** The last net: what is left when the shell itself fails. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { FailureReport } from '../components/FailureReport';

interface State {
  error?: unknown;
  failed: boolean;
  componentStack?: string | null;
}

export class GlobalBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error, failed: true };
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ componentStack: info.componentStack });
  }

  override render(): ReactNode {
    const { failed, error, componentStack } = this.state;
    if (!failed) return this.props.children;
    return <FailureReport name="The studio" error={error} componentStack={componentStack} />;
  }
}

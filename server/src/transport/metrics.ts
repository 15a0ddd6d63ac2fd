/** What `/metrics` tells, for Prometheus. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  requests: Histogram<'route' | 'method' | 'status'>;
  sockets: Gauge;
  events: Counter;
  /** Requests that were refused for want of room. */
  shed: Counter;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: 'portico_http_request_seconds',
      help: 'Duration of HTTP requests by route.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers: [registry],
    }),
    sockets: new Gauge({ name: 'portico_sockets', help: 'Open sockets of this node.', registers: [registry] }),
    events: new Counter({ name: 'portico_events_total', help: 'Events that this node appended to the feed.', registers: [registry] }),
    shed: new Counter({ name: 'portico_shed_total', help: 'Requests that were refused for want of room.', registers: [registry] }),
  };
}

/** A load balancer as operators have one, without sticky sessions. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Balancer {
  port: number;
  url: string;
  /** Who is asked, from now on. */
  among(...ports: number[]): void;
  /** Ports that take connections now. */
  ready(): number[];
  close(): Promise<void>;
}

const askEvery = 100;

/** As an operator's load balancer: connections in turn to the nodes that say by `/readyz` that they are ready. */
export async function openBalancer(...first: number[]): Promise<Balancer> {
  let ports = first;
  let ready: number[] = [];
  let turn = 0;
  const pairs = new Set<Socket>();
  const look = async (): Promise<void> => {
    const asked = ports;
    const answers = await Promise.all(
      asked.map((port) =>
        fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1000), headers: { connection: 'close' } }).then(
          async (answer) => (await answer.arrayBuffer(), answer.ok),
          () => false,
        ),
      ),
    );
    if (asked === ports) ready = asked.filter((_, at) => answers[at]);
  };
  const timer = setInterval(() => void look(), askEvery);
  const server = createServer((socket) => {
    pairs.add(socket);
    socket.on('error', () => undefined).on('close', () => pairs.delete(socket));
    turn += 1;
    const inTurn = ready.map((_, at) => ready[(turn + at) % ready.length]!);
    const tryNext = ([port, ...others]: number[]): void => {
      if (port === undefined) return void socket.destroy();
      const onward = connect(port, '127.0.0.1');
      let open = false;
      onward.once('connect', () => {
        open = true;
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => (open ? socket.destroy() : tryNext(others)));
      onward.on('close', () => open && socket.destroySoon());
      socket.on('close', () => onward.destroy());
    };
    tryNext(inTurn);
  });
  await look();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    among(...next) {
      ports = next;
      ready = ready.filter((one) => next.includes(one));
    },
    ready: () => ready,
    async close() {
      clearInterval(timer);
      for (const socket of pairs) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

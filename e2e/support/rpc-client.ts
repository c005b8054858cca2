import { WebSocket } from 'ws';
import type { CallInput, MethodName, Output } from '../../src-shared/contract/contract';
import type { Answer } from '../../src-shared/domain/error';

/** Calls the contract over the loopback socket, as the renderer does. */
export type RpcClient = {
  call<Name extends MethodName>(name: Name, input: CallInput<Name>): Promise<Answer<Output<Name>>>;
  /** The value of a call that must succeed. */
  value<Name extends MethodName>(name: Name, input: CallInput<Name>): Promise<Output<Name>>;
  close(): void;
};

type Reply = { id?: number; answer?: Answer<unknown> };

/** Exchanges the link for its cookie and opens the socket. */
export async function connect(link: string): Promise<RpcClient> {
  const let_in = await fetch(link, { redirect: 'manual' });
  const cookie = let_in.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { origin, host, pathname } = new URL(link);
  const socket = new WebSocket(`ws://${host}${pathname}rpc`, { headers: { cookie, origin } });
  await new Promise<void>((open, failed) => {
    socket.once('open', () => open());
    socket.once('error', failed);
  });
  const waiting = new Map<number, { resolve(answer: Answer<unknown>): void; reject(error: Error): void }>();
  socket.on('message', (data: Buffer) => {
    const { id, answer } = JSON.parse(data.toString()) as Reply;
    if (id === undefined || !answer) return;
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  });
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('the connection was lost before the answer'));
    waiting.clear();
  };
  socket.on('close', fail);
  socket.on('error', fail);
  let lastId = 0;
  const call: RpcClient['call'] = (method, input) =>
    new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) return reject(new Error('the connection was lost before the call'));
      const id = ++lastId;
      waiting.set(id, { resolve: resolve as (answer: Answer<unknown>) => void, reject });
      socket.send(JSON.stringify({ id, method, input }));
    });
  return {
    call,
    value: async (name, input) => {
      const answer = await call(name, input);
      if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
      return answer.value;
    },
    close: () => socket.close(),
  };
}

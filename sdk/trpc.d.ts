/**
 * As much of `@trpc/server`'s types as a call's input and output need. The published declarations are bundled with these in
 * its place (`build.mjs`), so that a consumer installs no server library to have types.
 */
export interface TRPCBuiltRouter<_Root, Record> {
  _def: { record: Record };
}
export type TRPCDecorateCreateRouterOptions<Tree> = {
  [Name in keyof Tree]: Tree[Name] extends { _def: { record: infer Record } } ? Record : Tree[Name];
};
export interface TRPCQueryProcedure<Types> {
  _def: { type: 'query'; $types: Types };
}
export interface TRPCMutationProcedure<Types> {
  _def: { type: 'mutation'; $types: Types };
}
export type TRPC_ERROR_CODE_NUMBER = number;
export type TRPC_ERROR_CODE_KEY = string;

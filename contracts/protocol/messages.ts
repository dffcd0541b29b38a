// The messages of the wire in one place; public as `schema`.

export {
  PartnerUrl,
  Point,
  ProviderError,
  ResponseCMS,
  ResponseESign,
  ResponseVerifyAuth,
  ResultCMS,
  ResultESign,
  ResultVerifyAuth,
  Token,
  TotalPoint,
  VerifyResult,
} from './answers.js';
export { type Charset, exampleOf, type FieldRule, fieldsOf } from './field.js';
export { RequestCMS, RequestESign, RequestVerifyAuth, TokenRequest } from './requests.js';

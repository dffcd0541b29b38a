// The flags of `contract`.

import type { Flags } from './flags.js';
import { languageFlag } from './language.js';

const liveNames = 'KAKAOCERT_LINK_ID, KAKAOCERT_SECRET_KEY, KAKAOCERT_CLIENT_CODE';

export const contractFlags: Flags = {
  target: {
    type: 'string',
    value: 'sim|live|<url>',
    help: {
      en: `who is judged: a simulator made for this run (sim), the service that ${liveNames} open (live), or an address`,
      ko: `검사 대상: 이번 실행용 시뮬레이터(sim), ${liveNames}로 접속하는 실제 서비스(live), 또는 주소`,
    },
  },
  only: {
    type: 'string',
    value: '<text>',
    multiple: true,
    help: { en: 'only cases whose id holds this text', ko: 'id에 이 글자가 들어 있는 케이스만' },
  },
  list: { type: 'boolean', help: { en: 'print the cases and end', ko: '케이스 목록만 출력하고 종료' } },
  json: {
    type: 'boolean',
    help: { en: 'print the results as one JSON document', ko: '결과를 JSON 문서 하나로 출력' },
  },
  report: {
    type: 'string',
    value: '<kind>',
    help: {
      en: 'junit, json, markdown, html (text for a terminal)',
      ko: 'junit, json, markdown, html(기본값: 터미널용 텍스트)',
    },
  },
  out: {
    type: 'string',
    value: '<file>',
    help: { en: 'write the report there', ko: '보고서를 저장할 파일' },
  },
  reports: {
    type: 'string',
    value: '<folder>',
    help: {
      en: 'write every kind there: junit.xml, contract.json, summary.md, report.html',
      ko: '모든 형식을 저장할 폴더: junit.xml, contract.json, summary.md, report.html',
    },
  },
  parallel: {
    type: 'string',
    value: '<number>',
    help: { en: 'how many cases run at a time (1)', ko: '동시에 실행할 케이스 수(1)' },
  },
  record: {
    type: 'string',
    value: '<file|folder>',
    help: {
      en: 'write what travelled to a new file, with every secret and personal value replaced',
      ko: '주고받은 내용을 새 파일에 기록(비밀값과 개인정보는 모두 바꿔서)',
    },
  },
  replay: {
    type: 'string',
    value: '<file>',
    help: {
      en: 'play the cases of a recording and print what is not as it was recorded',
      ko: '기록의 케이스를 다시 실행하여 기록과 다른 점 출력',
    },
  },
  'compare-form': {
    type: 'string',
    value: '<file>',
    help: {
      en: 'print how our forms of signedData differ from those of a recording',
      ko: '기록에 남은 signedData의 구조와 시뮬레이터가 만드는 형식의 차이 출력',
    },
  },
  learned: {
    type: 'string',
    value: '<file>',
    help: {
      en: 'write what a service taught, codes and what is verified, as settings that --config takes (printed without it)',
      ko: '서비스에서 알아낸 코드와 확인된 항목을 --config로 쓸 수 있는 설정 파일로 저장(없으면 화면에 출력)',
    },
  },
  config: {
    type: 'string',
    value: '<file>',
    help: {
      en: 'settings in a JSON file: of the simulator that is judged, or what is known of the service',
      ko: '설정을 적은 JSON 파일: 검사할 시뮬레이터의 설정 또는 서비스에 대해 알려진 내용',
    },
  },
  'only-unknown': {
    type: 'boolean',
    help: {
      en: 'only cases about what is assumed today, by our tables and by --config; the cheapest first',
      ko: '아직 가정(assumed)인 항목의 케이스만, 비용이 적은 것부터(--config에 있는 것은 제외)',
    },
  },
  language: languageFlag,
  'call-real-hosts': {
    type: 'boolean',
    help: {
      en: 'really call the live service: it costs points and sends messages. Without it, live only lists what it would do',
      ko: '실제 서비스를 정말로 호출(포인트가 차감되고 메시지가 발송됨). 없으면 무엇을 할지만 출력',
    },
  },
  person: {
    type: 'boolean',
    help: {
      en: 'live: somebody is at the phone and signs when asked',
      ko: 'live: 휴대폰 앞에 사람이 있고, 요청하면 서명함',
    },
  },
  calls: {
    type: 'string',
    value: '<number>',
    help: { en: 'live: at most so many calls (300)', ko: 'live: 최대 호출 수(300)' },
  },
  messages: {
    type: 'string',
    value: '<number>',
    help: {
      en: 'live: at most so many messages to the receiver (10)',
      ko: 'live: 수신자에게 보낼 최대 메시지 수(10)',
    },
  },
};

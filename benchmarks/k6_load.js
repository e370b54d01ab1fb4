// The load as a k6 user would write it: signed inside the iteration, judged by a check, counted by k6.
import http from 'k6/http';
import crypto from 'k6/crypto';
import { check } from 'k6';

const work = JSON.parse(open(__ENV.WORK));
const seconds = `${__ENV.SECONDS}s`;
const users = Number(__ENV.USERS);
const rate = Number(__ENV.RATE);

const constantRate = {
  executor: 'constant-arrival-rate',
  rate: rate,
  timeUnit: '1s',
  duration: seconds,
  preAllocatedVUs: users,
  maxVUs: Number(__ENV.MAX_USERS),
  gracefulStop: '15s',
};
const saturation = { executor: 'constant-vus', vus: users, duration: seconds, gracefulStop: '15s' };

export const options = {
  scenarios: { load: rate > 0 ? constantRate : saturation },
  summaryTrendStats: ['p(50)', 'p(95)', 'p(99)'],
  noConnectionReuse: __ENV.KEEP_ALIVE !== 'true',
};

export default function () {
  const digits = (__VU * 10000000 + __ITER).toString(16).padStart(32, '0');
  const fields = work.forms[__ITER % work.forms.length];
  const number = work.numbers[__ITER % work.numbers.length];
  const form = {};
  let text = work.url;
  for (const [name, template] of fields) {
    const value = template.replace('{sid}', digits).replace('{number}', number).replace('{media}', digits);
    form[name] = value;
    text += name + value;
  }
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Signature': crypto.hmac('sha1', work.token, text, 'base64'),
    'I-Twilio-Idempotency-Token': digits,
  };
  const reply = http.post(work.url, form, { headers });
  check(reply, { accepted: (answer) => answer.status === 200 });
}

export function handleSummary(data) {
  return { [__ENV.RESULT]: JSON.stringify(data.metrics) };
}

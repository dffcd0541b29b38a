// The other end of startWorker: each message is a job, each job gets one answer.

/** Answers every message by `job(message)`; a throw becomes `{ error }`. */
export function serve(job) {
  const tell = (error) => process.send({ error: error instanceof Error ? error.stack : String(error) });
  process.on('message', (message) => {
    Promise.resolve(message)
      .then(job)
      .then((ok) => process.send({ ok }))
      .catch(tell);
  });
  process.on('disconnect', () => process.exit(0));
}

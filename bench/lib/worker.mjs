// The other end of startWorker: each message is a job, each job gets one answer.

/** Answers every message by `job(message)`; a throw becomes `{ error }`. */
export function serve(job) {
  process.on('message', async (message) => {
    try {
      process.send({ ok: await job(message) });
    } catch (error) {
      process.send({ error: error instanceof Error ? error.stack : String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
}

package kakaocert.simulator.junit5;

/** The control plane refused. The message says why; where a receipt's state forbids an event, it is 409. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    ControlException(int status, String message) {
        super(status + ": " + message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}

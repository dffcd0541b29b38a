package kakaocert.simulator.junit5;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * {@code @ExtendWith(KakaocertSimulator.class)}: a test with a parameter {@link KakaocertTenant} gets one that it shares
 * with no other test, also in parallel. When the test fails its journal is printed. All tests share one simulator.
 */
public final class KakaocertSimulator implements ParameterResolver, AfterEachCallback {
    private static final Namespace OURS = Namespace.create(KakaocertSimulator.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KakaocertTenant.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(OURS).getOrComputeIfAbsent("tenant", key -> KakaocertTenant.open(), KakaocertTenant.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        KakaocertTenant tenant = context.getStore(OURS).remove("tenant", KakaocertTenant.class);
        if (tenant == null) return;
        // In one piece, because other tests print too.
        boolean failed = context.getExecutionException().filter(thrown -> !(thrown instanceof TestAbortedException)).isPresent();
        if (failed) System.out.print(told(context, tenant));
        tenant.close();
    }

    private static String told(ExtensionContext context, KakaocertTenant tenant) {
        return "--- kakaoCert journal of " + context.getDisplayName() + " (" + tenant.clientCode() + ")\n" + tenant.journal();
    }
}

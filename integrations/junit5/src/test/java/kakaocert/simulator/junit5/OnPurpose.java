package kakaocert.simulator.junit5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three tests side by side, of which one fails on purpose. Not found by its name: `mvn test -Dtest=OnPurpose` runs it. */
@ExtendWith(KakaocertSimulator.class)
class OnPurpose {
    @Test
    void one(KakaocertTenant kakaocert) throws Exception {
        flow(kakaocert, 1);
    }

    @Test
    void two(KakaocertTenant kakaocert) throws Exception {
        flow(kakaocert, 2);
    }

    @Test
    void verifiesTwice(KakaocertTenant kakaocert) throws Exception {
        ExampleClient client = flow(kakaocert, 3);
        client.verify((String) kakaocert.receipts().get(0).get("receiptId"));
    }

    private static ExampleClient flow(KakaocertTenant kakaocert, int times) throws Exception {
        ExampleClient client = ConsentTest.clientOf(kakaocert);
        for (int time = 0; time < times; time += 1) {
            String receipt = client.request(ConsentTest.CONSENT);
            kakaocert.sign(receipt);
            client.verify(receipt);
        }
        // Each test sees its own calls alone, whatever runs beside it.
        assertEquals(1 + 2 * times, kakaocert.calls().size());
        return client;
    }
}

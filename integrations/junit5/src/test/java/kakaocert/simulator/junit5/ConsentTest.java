package kakaocert.simulator.junit5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KakaocertSimulator.class)
class ConsentTest {
    static final String CONSENT = "{\"CallCenterNum\":\"1600-0000\",\"Expires_in\":300,\"ReceiverBirthDay\":\"19700101\","
            + "\"ReceiverHP\":\"01000000101\",\"ReceiverName\":\"홍시험\",\"BankAccountName\":\"홍시험\",\"BankAccountNum\":\"000-00-0***00\","
            + "\"BankCode\":\"004\",\"ClientUserID\":\"TEST-USER-0001\",\"TMSTitle\":\"자동이체 출금동의\"}";

    @Test
    void aConsentIsVerifiedOnce(KakaocertTenant kakaocert) throws Exception {
        ExampleClient client = clientOf(kakaocert);
        String receipt = client.request(CONSENT);
        assertEquals(0, client.state(receipt));
        kakaocert.view(receipt);
        kakaocert.sign(receipt);
        assertEquals(1, client.state(receipt));
        byte[] signed = Base64.getUrlDecoder().decode(client.verify(receipt));
        assertTrue(new String(signed, StandardCharsets.UTF_8).contains("홍시험"));
        assertThrows(IllegalStateException.class, () -> client.verify(receipt));
    }

    @Test
    void fiveMinutesLaterItIsTooLate(KakaocertTenant kakaocert) throws Exception {
        ExampleClient client = clientOf(kakaocert);
        String receipt = client.request(CONSENT);
        kakaocert.advance("PT5M");
        assertEquals(2, client.state(receipt));
        assertEquals(409, assertThrows(ControlException.class, () -> kakaocert.sign(receipt)).status());
    }

    @Test
    void somebodyWithoutKakaoTalkIsRefused(KakaocertTenant kakaocert) throws Exception {
        kakaocert.outcome("requestCMS", Map.of("error", "person.notMember"));
        ExampleClient client = clientOf(kakaocert);
        assertThrows(IllegalStateException.class, () -> client.request(CONSENT));
        assertEquals(List.of(), kakaocert.receipts());
        List<?> called = kakaocert.calls().stream().map(call -> call.get("operation")).collect(Collectors.toList());
        assertEquals(List.of("token", "requestCMS"), called);
    }

    static ExampleClient clientOf(KakaocertTenant tenant) throws Exception {
        return new ExampleClient(tenant.url(), tenant.linkId(), tenant.secretKey(), tenant.clientCode());
    }
}

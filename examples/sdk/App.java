// Maven: kr.co.linkhub:kakaocert-sdk. With its jars in a folder: java -cp 'jars/*' App.java

import com.kakaocert.api.KakaocertException;
import com.kakaocert.api.KakaocertServiceImp;
import com.kakaocert.api.cms.RequestCMS;

public class App {
    public static void main(String[] arguments) {
        KakaocertServiceImp service = new KakaocertServiceImp();
        service.setLinkID(environment("KAKAOCERT_LINK_ID", "TESTER"));
        service.setSecretKey(environment("KAKAOCERT_SECRET_KEY", "SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I="));
        String clientCode = environment("KAKAOCERT_CLIENT_CODE", "020040000001");
        String simulator = environment("KAKAOCERT_SIM_URL", null);
        if (simulator != null) { // not needed under exec
            service.setAuthURL(simulator);
            service.setServiceURL(simulator);
        }
        RequestCMS request = new RequestCMS();
        request.setCallCenterNum("1600-0000");
        request.setExpires_in(300);
        request.setReceiverBirthDay("19700101");
        request.setReceiverHP("01000000001"); // a magic person, who signs at once: a real one takes a while
        request.setReceiverName("홍시험");
        request.setBankAccountName("홍시험");
        request.setBankAccountNum("000-00-0***00");
        request.setBankCode("004");
        request.setClientUserID("TEST-0001");
        request.setTMSTitle("출금동의 시험");
        request.setAllowSimpleRegistYN(true);
        request.setVerifyNameYN(true);
        try {
            // With two arguments it gives the id alone.
            String receiptId = service.requestCMS(clientCode, request, false).getReceiptId();
            System.out.println("receiptId " + receiptId);
            int state = service.getCMSState(clientCode, receiptId).getState();
            // Only in state 1, and only once: keep what comes back. HttpURLConnection repeats a GET by itself.
            String signedData = service.verifyCMS(clientCode, receiptId).getSignedData();
            System.out.println("state " + state + " signedData " + signedData.length());
        } catch (KakaocertException refused) {
            System.err.println(refused.getCode() + " " + refused.getMessage());
            System.exit(1);
        }
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
